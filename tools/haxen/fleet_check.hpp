// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fleet check`.
#pragma once

#include "base/exit_code.hpp"
#include "globals.hpp"
#include "signals.hpp"

namespace haxen::program {

/// Asks all nodes, and the shells of those that have one, and tells what is to be mended.
ExitCode check_fleet(const Globals& globals, Signals& signals);

}  // namespace haxen::program
