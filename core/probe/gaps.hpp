// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the times between answers in which none came.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/probe.hpp"
#include "probe/instant.hpp"

namespace haxen::probe {

/// As seen from what is watched.
enum class Period : std::uint8_t { before, during, after };
constexpr std::size_t period_count = 3;

class Gaps {
 public:
  /// Gaps from `listed_from` on are kept, the first `most` of them.
  explicit Gaps(Span listed_from, std::size_t most = 1000) : listed_from_(listed_from), most_(most) {}

  /// The time that gaps are counted from, and the beginning of the first.
  void begin(Instant at);
  /// The prober was late by this much, now.
  void delayed(Span by);
  /// An answer. The first of all ends the time until its probe `sent`: how long that one took is no gap. One
  /// that is told of late, behind a later one, changes nothing.
  void answer(Instant sent, Instant at);
  /// Probing has ended; the time since the last answer is a gap where no probe of that time was answered.
  void end(Instant at);

  Instant last() const { return last_; }
  const std::optional<model::Gap>& longest() const { return longest_; }
  /// Where a moment lies as seen from the longest gap; before it where there is none.
  Period against_longest(Instant at) const;
  const std::vector<model::Gap>& listed() const { return listed_; }
  std::uint64_t count() const { return count_; }

 private:
  void close(Instant at, bool ended);

  Span listed_from_;
  std::size_t most_;
  Instant begin_{};
  Instant last_{};           // the latest answer, or the beginning
  Instant last_answered_{};  // when the latest of the answered probes was sent
  bool any_ = false;
  Span own_delay_{0};
  std::optional<model::Gap> longest_;
  std::vector<model::Gap> listed_;
  std::uint64_t count_ = 0;
};

}  // namespace haxen::probe
