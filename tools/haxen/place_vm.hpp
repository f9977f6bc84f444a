// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the half of `haxen place` that is about one VM: moving it, and asking the nodes about it.
#pragma once

#include <string>

#include "change.hpp"
#include "globals.hpp"
#include "ground.hpp"
#include "model/verdict.hpp"
#include "signals.hpp"

namespace haxen::program {

/// `haxen place VM [--to NODE]`: moves it there, or to the best node.
ExitCode place_vm(const Globals& globals, const ChangeFlags& flags, Signals& signals, const std::string& vm,
                  const std::string& to);

/// `haxen place --why VM`: what every node says to it. `snapshot` as in find_ground().
ExitCode explain_places(const Globals& globals, const std::string& snapshot, const std::string& vm);

/// On standard output, in the form asked for.
void tell_verdicts(const Globals& globals, const Ground& ground, const model::Verdicts& verdicts);

}  // namespace haxen::program
