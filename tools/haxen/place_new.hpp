// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the part of `haxen place` that is about a VM which is new.
#pragma once

#include <string>

#include "change.hpp"
#include "globals.hpp"
#include "signals.hpp"

namespace haxen::program {

/// `haxen place --new FILE`: the nodes for a VM whose definition is in the file, best first. No plan where
/// none would take it. `snapshot` as in find_ground().
ExitCode rank_places(const Globals& globals, const std::string& snapshot, const std::string& file);

/// `haxen place --new FILE --start [--to NODE]`: defines and starts it there, or on the best node.
ExitCode start_new(const Globals& globals, const ChangeFlags& flags, Signals& signals,
                   const std::string& file, const std::string& to);

}  // namespace haxen::program
