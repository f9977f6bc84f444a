// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a change that checks find is advised: once enough of them in a row have found one.
#pragma once

#include <functional>

#include "base/exit_code.hpp"
#include "globals.hpp"

namespace haxen::program {

/// Runs `check`, which ends with `advised` or `done`, and counts it in the state directory for this fleet
/// file. Of fewer than `hold` in a row that advise a change, the exit code is `done`. Any other end counts
/// for nothing. Refused before the check where the count cannot be kept.
ExitCode hold_back(const Globals& globals, unsigned hold, const std::function<ExitCode()>& check);

}  // namespace haxen::program
