// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when each probe is due: at times that were fixed before the first of them left.
#pragma once

#include <cstdint>
#include <optional>

#include "base/duration.hpp"
#include "probe/instant.hpp"

namespace haxen::probe {

/// How long it goes on; the first limit that is reached counts.
struct Limits {
  std::optional<Milliseconds> length{};
  std::optional<std::uint64_t> count{};  ///< probes per target
};

/// One probe of one target.
struct Slot {
  std::size_t lane = 0;
  std::uint64_t sequence = 0;  ///< 0, 1, 2 …
  Instant due{};

  friend bool operator==(const Slot&, const Slot&) = default;
};

/// Every lane has a probe per interval, at an offset of its own, so that many do not leave at once. A probe
/// that leaves late shifts no other.
class Schedule {
 public:
  /// Requires lanes > 0 and interval > 0.
  Schedule(Instant begin, Span interval, std::size_t lanes, Limits limits);

  Instant begin() const { return begin_; }
  /// The next slot of all lanes, by time; none once a limit is reached.
  std::optional<Slot> next() const;
  /// Requires next().
  void pass() { ++passed_; }

 private:
  Instant begin_;
  Span interval_;
  std::uint64_t lanes_;
  Limits limits_;
  std::uint64_t passed_ = 0;
};

}  // namespace haxen::probe
