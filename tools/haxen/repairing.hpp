// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what is wrong in a fleet is found, shown and mended.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/exit_code.hpp"
#include "globals.hpp"
#include "signals.hpp"

namespace haxen::program {

struct RepairFlags {
  std::vector<std::string> vms;  ///< as they were named; none: all, and the nodes' marks
  bool yes = false;
  bool dry_run = false;
  std::string reason;
  std::optional<Milliseconds> time_limit;
};

/// Shows what is wrong, asks, and mends what can be mended without a guess.
ExitCode repair(const Globals& globals, const RepairFlags& flags, Signals& signals);

/// Only shows it: `unproven` where something is not proven, `advised` where something can be mended.
ExitCode audit(const Globals& globals);

}  // namespace haxen::program
