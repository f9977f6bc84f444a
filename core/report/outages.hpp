// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the outages of many moves are distributed.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

/// Percentiles are the smallest value that so many are not longer than (nearest rank), but for the median of
/// an even number, which lies between the two in the middle.
struct Distribution {
  std::size_t count = 0;  ///< above zero
  Seconds p50{};
  Seconds p90{};
  Seconds p99{};
  Seconds most{};
  VmUuid worst;  ///< whose the longest is
};

/// Of the outages that the nodes told; none where they told none.
std::optional<Distribution> told_outages(const model::Outcome& outcome);

/// Of those seen from outside; none where nobody looked. Who was seen without a gap counts as zero.
std::optional<Distribution> seen_outages(const model::Outcome& outcome);

/// The VMs that were away for longer than their budget, by either's word.
std::size_t over_budget(const Undertaking& of, const model::Fleet& fleet, const model::Outcome& outcome);

/// Whether a move's outage was, by either's word.
bool is_over(Milliseconds budget, const model::MoveOutcome& move);

}  // namespace haxen::report
