// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which probes of one target were answered, when, and what that comes to. Given the times; it has no
// clock.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "model/probe.hpp"
#include "probe/gaps.hpp"
#include "probe/histogram.hpp"
#include "probe/instant.hpp"

namespace haxen::probe {

class Tally {
 public:
  /// `window`: of how many probes it is remembered when they left; an answer to an older one counts for
  /// nothing.
  explicit Tally(Span listed_from, std::size_t window = 1U << 16) : gaps_(listed_from), window_(window) {}

  void begin(Instant at) { gaps_.begin(at); }
  /// Answers from now on belong to this period. Without that, the longest gap is what is watched: answers to
  /// probes that left in it are `during`.
  void turn(Period period) { period_ = period; }
  /// Sequences rise from call to call. `late`: by how much it left after it was due.
  void sent(std::uint64_t sequence, Instant at, Span late);
  /// One that was due and could not be sent, for want of something on this machine.
  void unsent(Span late);

  enum class Match { answered, duplicate, unknown };
  Match answered(std::uint64_t sequence, Instant at);
  /// It came back with an error, and no answer to it will come any more.
  void refused(std::uint64_t sequence);
  /// No answer to it will come any more, since nobody waits for it.
  void forgotten(std::uint64_t sequence);
  /// An error came back, of some probe.
  void refused() { ++figures_.refused; }

  /// How many answers may still come.
  std::size_t open() const { return open_; }
  std::uint64_t sent_count() const { return figures_.sent; }
  std::uint64_t answered_count() const { return figures_.answered; }
  const std::optional<model::Gap>& longest_gap() const { return gaps_.longest(); }
  Instant last_answer() const { return gaps_.last(); }
  /// Longest time without an answer while one was owed, up to `until`.
  Span stall(Instant until) const;

  /// What it comes to, the target itself and the stream left out. `ended`: when the last probe was sent or
  /// due.
  model::ProbeFigures figures(Instant ended) const;

 private:
  enum class State { open, answered, given_up };
  struct Probe {
    std::uint64_t sequence = 0;
    Instant at{};
    State state = State::open;
  };
  Probe* find(std::uint64_t sequence);
  void give_up(std::uint64_t sequence);
  void all_before();
  void count_latency(Instant sent, Instant at);

  Gaps gaps_;
  std::size_t window_;
  std::array<Histogram, period_count> latency_;
  std::optional<Period> period_;
  std::deque<Probe> probes_;
  std::size_t open_ = 0;
  std::optional<std::uint64_t> highest_;  // of the answered ones
  std::uint64_t reordered_ = 0;
  Span stall_{0};
  model::ProbeFigures figures_;
};

}  // namespace haxen::probe
