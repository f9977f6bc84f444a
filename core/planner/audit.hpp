// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whether a plan keeps every rule, however its moves interleave.
#pragma once

#include <vector>

#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::planner {

/// Replays the plan on the fleet and names everything that it breaks; empty means clean. Looked at are all
/// interleavings that `after` permits, however many moves run at once, each VM being booked at its target
/// from the start of its move and at its source until its end. What was broken before and is not made worse
/// is not held against the plan. Shares no code with the search for targets: it sees the fleet's own values,
/// not the planner's table. Claims of `own` are not counted as booked.
std::vector<model::Blocker> audit(const model::Fleet& fleet, const model::Plan& plan,
                                  const OperationId& own = {});

}  // namespace haxen::planner
