// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how VMs are put on their node's disk, and watched until they are there.
#pragma once

#include <vector>

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "executor/settings.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

/// Saves them side by side, in their order, for no longer than Settings::save_patience. One that is not saved
/// by then goes on running.
Task<std::vector<model::ShutDownOutcome>> save_all(Loop& loop, Connections& connections,
                                                   const Settings& settings, Listener& listener,
                                                   model::Fleet fleet, std::vector<model::ShutDown> those);

}  // namespace haxen::executor
