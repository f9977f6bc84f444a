// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is done with what a move has left paused.
#include "executor/landing.hpp"

#include <utility>

namespace haxen::executor {

namespace {

using model::Whereabouts;

// Where the target has a definition, the VM may have run there, and what this copy remembers be out of date.
bool is_left_at_source(const Sighting& seen) {
  return seen.settled && seen.where == Whereabouts::paused_here && seen.paused_by_migration &&
         !seen.defined_twice;
}

bool is_held(const Sighting& seen, model::HandOver hand_over) {
  return hand_over == model::HandOver::confirmed && seen.settled && seen.where == Whereabouts::paused_there &&
         !seen.paused_by_migration && !seen.defined_twice;
}

bool is_unclaimed(const Sighting& seen, model::HandOver hand_over) {
  return hand_over == model::HandOver::confirmed && seen.refused;
}

class Descent {
 public:
  Descent(Loop& loop, Connections& connections, Ends ends, Duration patience)
      : loop_(loop), connections_(connections), ends_(std::move(ends)), patience_(patience) {}

  Task<Landing> run() {
    co_await look();
    if (is_unclaimed(landing_.sighting, ends_.hand_over)) {
      const auto done = co_await connections_.discard(ends_.to, ends_.vm);
      tell(done, "its hand-over was not confirmed; the copy that waited at the target was ended",
           "a copy of it waits at the target, and cannot be ended: ");
      co_await look();
    }
    if (is_left_at_source(landing_.sighting)) {
      const auto done = co_await connections_.resume(ends_.from, ends_.vm);
      tell(done, "its failed migration had left it paused; it was resumed at the source",
           "its failed migration left it paused, and it cannot be resumed: ");
      co_await look();
    } else if (is_held(landing_.sighting, ends_.hand_over)) {
      const auto done = co_await connections_.resume(ends_.to, ends_.vm);
      if (done) landing_.resumed = loop_.now();
      if (!done)
        landing_.told.push_back("it waits at the target, and cannot be resumed: " + done.error().message);
      co_await look();
    }
    co_return std::move(landing_);
  }

 private:
  Task<void> look() {
    landing_.sighting = co_await prove(loop_, connections_, ends_.vm, ends_.from, ends_.to, patience_);
  }

  void tell(const Result<void>& done, const std::string& good, const std::string& bad) {
    landing_.told.push_back(done ? good : bad + done.error().message);
  }

  Loop& loop_;
  Connections& connections_;
  Ends ends_;
  Duration patience_;
  Landing landing_;
};

}  // namespace

Task<Landing> land(Loop& loop, Connections& connections, Ends ends, Duration patience) {
  Descent descent(loop, connections, std::move(ends), patience);
  co_return co_await descent.run();
}

}  // namespace haxen::executor
