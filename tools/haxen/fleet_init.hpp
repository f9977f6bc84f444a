// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fleet init`.
#pragma once

#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "globals.hpp"

namespace haxen::program {

struct InitFlags {
  std::vector<std::string> hosts;
  std::string write;       ///< the file to write; empty: standard output
  bool overwrite = false;  ///< even where there is one already
};

/// Tries the hosts and writes a fleet file from what answers.
ExitCode init_fleet(const Globals& globals, const InitFlags& flags);

}  // namespace haxen::program
