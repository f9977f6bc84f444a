// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan is carried out: what is ready starts, within the limits, until nothing is left or somebody
// says stop.
#pragma once

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "executor/settings.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

/// Carries out `plan`, which was made for `fleet`. The outcome has an entry for each of the plan's moves, in
/// its order. A move whose predecessor did not take place is not started: its room was not made.
Task<model::Outcome> execute(Loop& loop, Connections& connections, const Settings& settings,
                             Listener& listener, StopSwitch& stop, model::Fleet fleet, model::Plan plan);

}  // namespace haxen::executor
