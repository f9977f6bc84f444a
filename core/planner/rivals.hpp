// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs of a fleet stand for, or against, one that is to be started.
#pragma once

#include <vector>

#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::planner {

/// All of the VM's UUID or name, wherever they are, as what keeps it from being started.
std::vector<model::Blocker> rivals(const model::Fleet& fleet, const model::Vm& vm);

/// What a start that was cut short has left, where that is all there is of the VM; null otherwise. Refers to
/// the fleet.
const model::Vm* begun(const model::Fleet& fleet, const model::Vm& vm);

/// What a migration from or to `lost` has left of the VM, where that is all there is of it, and it lacks
/// memory for good if that node is dead: its receiving end, or either end of a post-copy that broke off. Or
/// the definition that such a copy had. Null otherwise. Refers to the fleet.
const model::Vm* left_partial(const model::Fleet& fleet, const model::Vm& vm, const NodeName& lost);

}  // namespace haxen::planner
