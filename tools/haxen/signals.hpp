// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what Ctrl-C and its kin mean at each stage of a command.
#pragma once

#include <functional>
#include <memory>

#include "async/loop.hpp"
#include "executor/settings.hpp"

namespace haxen::program {

/// Reads SIGINT, SIGTERM and SIGHUP on a thread of its own, which outlives every other part of the program.
/// Construct it before any other thread exists: they inherit the blocked signals.
class Signals {
 public:
  Signals();

  /// From here on a signal presses `stop` by way of the loop, instead of ending the program at once.
  void begin_work(Loop& loop, executor::StopSwitch& stop);
  /// A signal ends the program again, but for SIGHUP where there was work: its report is not lost.
  void end_work();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

/// Does `deed` once the operator says stop.
Task<void> when_stopped(executor::StopSwitch& stop, std::function<void()> deed);

}  // namespace haxen::program
