// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how VMs that cannot move are asked to shut down, and watched until they are off.
#pragma once

#include <vector>

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "executor/settings.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

/// Carries out the plan's shut-downs side by side, in its order. A guest that does not follow is left
/// running.
Task<std::vector<model::ShutDownOutcome>> shut_down_all(Loop& loop, Connections& connections,
                                                        const Settings& settings, Listener& listener,
                                                        StopSwitch& stop, model::Fleet fleet,
                                                        model::Plan plan);

}  // namespace haxen::executor
