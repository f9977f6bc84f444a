// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the guards of nodes are asked, put in place and opened.
#pragma once

#include <string>
#include <vector>

#include "async/loop.hpp"
#include "base/exit_code.hpp"
#include "config/config.hpp"
#include "globals.hpp"
#include "model/guard.hpp"

namespace haxen::program {

struct GuardFlags {
  std::vector<std::string> nodes;
  bool remove = false;
  bool script = false;  ///< only print what would be run
  bool yes = false;
  bool dry_run = false;
};

/// Shows what is to be done at each node, asks, does it and looks again.
ExitCode install_guards(const Globals& globals, const GuardFlags& flags);

/// What the shells of these nodes tell, all asked at once, in the order of `nodes`.
Task<std::vector<Result<model::Guard>>> ask_guards(Loop& loop, std::vector<config::NodeEntry> nodes,
                                                   Milliseconds deadline);

/// Admits the node's present boot.
Task<Result<void>> admit(Loop& loop, config::NodeEntry node, Milliseconds deadline);

}  // namespace haxen::program
