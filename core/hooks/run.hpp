// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one hook is run.
#pragma once

#include <string>
#include <vector>

#include "async/program.hpp"
#include "base/duration.hpp"
#include "hooks/directory.hpp"

namespace haxen::hooks {

using haxen::How;
using haxen::Interrupt;
using haxen::Report;

/// How a hook is run.
struct Call {
  Hook hook;
  std::string input;                     ///< what it can read from its standard input
  std::vector<std::string> environment;  ///< "NAME=value", beside what haxen's own environment holds
  Milliseconds limit{60'000};
};

/// haxen::run() of the hook's file; of what it wrote, to its standard output and error, the first 16 KiB.
Report run(const Call& call, const Interrupt& interrupt);

}  // namespace haxen::hooks
