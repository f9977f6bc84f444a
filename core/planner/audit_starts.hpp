// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the start of a new VM must not do.
#pragma once

#include <vector>

#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::planner::auditing {

/// A second VM of its UUID or name anywhere, or a node that might hold one and does not answer, save the
/// fleet's lost nodes; and all that its arrival at its node would break, were it to come there from a node of
/// its own.
std::vector<model::Blocker> broken_start(const model::Fleet& fleet, const model::Start& start,
                                         const OperationId& own);

}  // namespace haxen::planner::auditing
