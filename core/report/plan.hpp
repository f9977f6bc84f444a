// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan is shown before anybody agrees to it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "report/style.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

/// A summary, every move with its size and forecast, what is shut down, what cannot move and what would
/// resolve it.
std::string plan_screen(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
                        const Style& style);

/// The VMs that a rebalance leaves where they are for now; empty where there are none.
std::string resting_screen(const model::Fleet& fleet, const model::Plan& plan, const Style& style);

/// Nodes that come back, and whose guard, if there is one, cannot be asked; empty where there are none.
std::string unasked_screen(const std::set<NodeName>& nodes, const Style& style);

/// VMs that an interrupted run has left half done and that are put right first; empty when there are none.
std::string loose_screen(const std::vector<model::Vm>& loose, const Style& style);

}  // namespace haxen::report
