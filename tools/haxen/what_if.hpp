// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a plan would be for a fleet that is only a document.
#pragma once

#include "change.hpp"

namespace haxen::program {

/// Shows the plan for the fleet in the file that --snapshot names. Changes nothing, and asks no node.
ExitCode what_if(const Globals& globals, const ChangeFlags& flags, const Intention& intention);

}  // namespace haxen::program
