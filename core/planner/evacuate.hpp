// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how nodes are emptied, and how their VMs come home.
#pragma once

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// Moves that leave no active VM of the selection on the sources, in an order that holds at every step.
/// Shut-off VMs stay, or their definitions go after all others, each to the node with the most memory left of
/// those that could run it. Migrations that are under way from a source to a node that may be a target are
/// adopted. VMs outside the sources move only where there is no other way, and only if the selection holds
/// them. A VM for which no way is found stays where it is and has blockers: its own, or `no_target` and every
/// node's reasons as they stand after the plan's moves; with it come the smallest relaxations.
model::Plan evacuate(const model::Fleet& fleet, const EvacuationRequest& request);

/// Moves that bring home the VMs whose recorded origin is one of the nodes. Nobody else is moved, save that a
/// VM on its way home may be parked on a third node where several wait for each other in a circle.
model::Plan way_home(const model::Fleet& fleet, const HomeRequest& request);

}  // namespace haxen::planner
