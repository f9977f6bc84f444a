// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's power is asked, switched and tried out by its fence devices.
#pragma once

#include <string>

#include "base/exit_code.hpp"
#include "globals.hpp"
#include "signals.hpp"

namespace haxen::program {

struct FenceFlags {
  std::string node;
  std::string action;  ///< "status", "off", "on", "test"
  std::string reason;
  bool yes = false;
};

ExitCode fence(const Globals& globals, const FenceFlags& flags, Signals& signals);

}  // namespace haxen::program
