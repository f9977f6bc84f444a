// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a VM is defined on a node, started, and proven to run; and what is cleared up where it is not.
#pragma once

#include <vector>

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "executor/settings.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

/// Carries out the starts of a plan that was made for `fleet`, in its order: on each node as many at once as
/// Parallel allows, the nodes side by side. Of a VM that ran elsewhere before, all nodes of `fleet` are asked
/// just before its start whether it is active there; it is not started where one does not answer. A
/// definition that was made for a VM that then did not start is removed again, where it is proven that nobody
/// starts it any more.
Task<std::vector<model::StartOutcome>> start_all(Loop& loop, Connections& connections,
                                                 const Settings& settings, Listener& listener,
                                                 StopSwitch& stop, model::Fleet fleet, model::Plan plan);

}  // namespace haxen::executor
