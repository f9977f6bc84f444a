// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where the definitions of VMs that are off can go.
#pragma once

#include <functional>

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

struct StoppedBounds {
  std::function<bool(const model::Vm&)> leaves;  ///< asked of definitions of VMs that are off
  std::function<bool(const model::Vm&, const NodeName&)> may_enter;
};

/// The plan with a move for each definition that leaves, and blockers for those that cannot. Definitions hold
/// no memory: of the nodes that could run the VM, the one with the most memory left after the plan takes it,
/// the first by name among equals.
model::Plan with_stopped(const model::Fleet& fleet, model::Plan plan, const StoppedBounds& bounds,
                         const Limits& limits);

}  // namespace haxen::planner
