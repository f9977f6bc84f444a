// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who hears what happens: the progress on a terminal or in a log, or a script that reads the event
// stream.
#pragma once

#include <memory>

#include "async/loop.hpp"
#include "executor/settings.hpp"
#include "globals.hpp"
#include "signals.hpp"

namespace haxen::program {

/// The listener that the flags ask for. From the operation's beginning on it lets signals press `stop`,
/// instead of ending the program.
std::unique_ptr<executor::Listener> make_listener(const Globals& globals, Signals& signals, Loop& loop,
                                                  executor::StopSwitch& stop);

}  // namespace haxen::program
