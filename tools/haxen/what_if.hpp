// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what would be: the plan for a fleet that is only a document, and how a plan would go.
#pragma once

#include "change.hpp"

namespace haxen::program {

/// Shows the plan for the fleet in the file that --snapshot names, or with --simulate carries it out on
/// simulated hosts; without --snapshot those are made after the live fleet. Changes nothing.
ExitCode what_if(const Globals& globals, const ChangeFlags& flags, const Intention& intention);

}  // namespace haxen::program
