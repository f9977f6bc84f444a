// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how many lengths of time are distributed, in little memory however many there are.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/probe.hpp"
#include "probe/instant.hpp"

namespace haxen::probe {

/// Buckets of 1/128 of their value each (log-linear), so a percentile is within 0.8 % of the true one.
class Histogram {
 public:
  /// Lengths below zero count as zero.
  void add(Span length);
  /// All that the other one holds.
  void add(const Histogram& other);

  std::uint64_t count() const { return count_; }
  /// The smallest length that at least `share` (above 0, up to 1) of all are not longer than. Requires
  /// count() > 0.
  Span quantile(double share) const;
  /// None where nothing was added.
  std::optional<model::Spread> spread() const;

 private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  Span least_ = Span::max();
  Span most_{0};
};

}  // namespace haxen::probe
