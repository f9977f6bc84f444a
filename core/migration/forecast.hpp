// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a migration will go, from what its VM does with its memory and how fast its link is known to be.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "migration/steering.hpp"

namespace haxen::migration {

/// How fast migrations go between two nodes.
struct Pace {
  Bandwidth rate{};    ///< of the memory stream
  Seconds overhead{};  ///< what a migration takes beside sending: set-up, hand-over, proof
  friend bool operator==(const Pace&, const Pace&) = default;
};

/// What there is to send.
struct Load {
  Bytes memory{};                         ///< that is in use
  Bytes storage{};                        ///< contents of disks, which go first
  std::optional<Bandwidth> dirty_rate{};  ///< of the memory, over one second; unknown unless measured
};

struct Forecast {
  Seconds time{};                    ///< from the start of the move to its proof
  std::optional<unsigned> rounds{};  ///< over the memory; unknown without a dirty rate
  std::optional<Seconds> outage{};   ///< the same
  std::optional<Seconds>
      too_long{};  ///< the pause that it would take at most, where that is beyond the budget
  friend bool operator==(const Forecast&, const Forecast&) = default;
};

/// Pre-copy by the common model (Clark et al., NSDI 2005): round k sends M (d/B)^k of memory M at dirty rate
/// d and bandwidth B, until what is left takes no longer than the downtime limit. The outage is what the last
/// round takes and the hand-over, the limit being as low as Steering begins with. A dirty rate within a tenth
/// of the bandwidth or above never gets there: then all of the memory may have to be sent in the pause.
/// So it is taken where nearly all of the memory was written within the second of measuring.
/// Without a dirty rate one round is all that is counted. Requires a rate above zero.
Forecast foresee(const Load& load, const Pace& pace, const Bounds& bounds);

}  // namespace haxen::migration
