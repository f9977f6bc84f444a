// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a fleet's load is evened out.
#pragma once

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// Moves after which rules are kept better, the loss of a node leaves less without a place, or else as well
/// and the nodes are used more evenly; in an order that holds at every step. None where what could be gained
/// is not worth the moves. Never are rules kept worse, a node that could be lost made one that cannot, or
/// more memory left without a place by the loss of a node than before.
///
/// Migrations that are under way between nodes that are not left alone are followed, and come first.
///
/// VMs that were moved a short while ago stay, and the plan names them.
///
/// Cordoned nodes, nodes that another operation has claimed, and their VMs are left alone.
model::Plan rebalance(const model::Fleet& fleet, const RebalanceRequest& request);

}  // namespace haxen::planner
