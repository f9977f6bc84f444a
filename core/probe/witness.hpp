// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what probing tells of a move: which of the gaps are its doing.
#pragma once

#include <cstddef>
#include <optional>

#include "model/witness.hpp"
#include "probe/instant.hpp"

namespace haxen::probe {

/// A move's moments. What did not happen, or was not told, is none.
struct MoveTimes {
  Instant began{};
  std::optional<Instant> switched{};  ///< the guest was stopped at the source
  std::optional<Instant> ended{};     ///< it was proven where it is
};

/// How long after a move a silence may still be its doing: switches and neighbours have to learn where the VM
/// is now.
constexpr Span aftermath = std::chrono::seconds(2);

/// Of the target with this number in the report. Requires that there is one.
model::Witness witness_of(const model::ProbeReport& report, std::size_t target, const MoveTimes& times);

}  // namespace haxen::probe
