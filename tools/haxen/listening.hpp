// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who hears what happens: the progress on a terminal or in a log, or a script that reads the event
// stream.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "async/loop.hpp"
#include "executor/settings.hpp"
#include "globals.hpp"
#include "outlet.hpp"
#include "report/narrator.hpp"
#include "signals.hpp"

namespace haxen::program {

class Listening : public executor::Listener {
 public:
  Listening(const Globals& globals, Signals& signals, Loop& loop, executor::StopSwitch& stop);

  /// From an operation's beginning on, signals press `stop` instead of ending the program.
  void hear(const model::Happening& happening) override;

  /// Before anything else is written: takes away what would be redrawn, and waits until all is out.
  void pause();

 private:
  Task<void> redraw();
  Task<void> tell_stop();
  report::Style style() const;
  int stream() const;

  const Globals& globals_;
  Signals& signals_;
  Loop& loop_;
  executor::StopSwitch& stop_;
  std::unique_ptr<report::Narrator> narrator_;
  Outlet outlet_;
  bool working_ = false;
  std::set<VmUuid> under_way_;  // moves, for who asks for a stop to hear what becomes of them
};

}  // namespace haxen::program
