// SPDX-License-Identifier: GPL-2.0-or-later
// Knows everything that speaks against a VM on a node at one point of a plan.
#pragma once

#include <vector>

#include "model/plan.hpp"
#include "planner/placement.hpp"

namespace haxen::planner {

/// What keeps the VM from leaving, wherever to; empty when it may leave.
std::vector<model::Blocker> own_blockers(const Table& table, VmIndex vm);

/// All reasons, obstacles first, then room, then rules; empty when the node would take it.
std::vector<model::Blocker> reasons_against(const Placement& now, VmIndex vm, NodeIndex to);

/// Of these all but the obstacles: what else is on the node, room, and rules.
std::vector<model::Blocker> crowding_against(const Placement& now, VmIndex vm, NodeIndex to);

/// The rules that must hold and would be broken. Null stands for namesakes.
std::vector<const model::Rule*> rules_against(const Placement& now, VmIndex vm, NodeIndex to);

}  // namespace haxen::planner
