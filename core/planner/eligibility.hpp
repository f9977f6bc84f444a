// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what keeps a VM from moving at all, and from one node to another, whatever room there is.
#pragma once

#include <vector>

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// What in the VM, its state and its node keeps it from leaving, wherever to; empty when nothing does. The
/// blockers carry no node. A migration that is under way counts as somebody else's job here.
std::vector<model::Blocker> hindrances(const model::Vm& vm, const model::Node& source);

/// What of the two nodes keeps this VM from going from one to the other: all of it.
/// What nobody knows counts as an obstacle. A VM that is off is to be moved as a definition. Room and rules
/// are not looked at, nor what else is at the target.
std::vector<model::Blocker> obstacles(const model::Vm& vm, const model::Node& source,
                                      const model::Node& target, LocalDisks local = LocalDisks::stay);

/// What a VM that is nowhere yet needs of a node: of the obstacles those that are not about where it would
/// come from, and that its images are there.
std::vector<model::Blocker> demands(const model::Vm& vm, const model::Node& node);

/// What of the target's own VMs keeps this one out: a definition with its UUID, or another VM of its name. A
/// receiving end of a migration of this very VM does not count.
std::vector<model::Blocker> collisions(const model::Fleet& fleet, const model::Vm& vm,
                                       const NodeName& target);

}  // namespace haxen::planner
