// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a VM that moved answered somebody outside who went on asking it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/probe.hpp"

namespace haxen::model {

/// Where a move stands.
enum class Phase {
  before,     ///< it has not begun
  copying,    ///< the guest runs at the source
  switching,  ///< it was stopped there
  after,      ///< it was proven where it is
};

/// A gap that was long enough to be listed, and where in the move it began and ended.
struct WitnessedGap {
  Moment began{};  ///< when the last answer before it came
  Gap gap;
  Phase from = Phase::before;
  Phase to = Phase::before;
  friend bool operator==(const WitnessedGap&, const WitnessedGap&) = default;
};

/// What probing one VM has found, from before its move to somewhat after it.
struct Witness {
  std::string target;  ///< as a URL
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  Milliseconds listed_from{};  ///< gaps from this length on are listed
  /// The longest listed gap that touches the move or the time right after it; none where there was none.
  std::optional<Seconds> outage{};
  std::vector<WitnessedGap> gaps{};
  Latencies latencies{};              ///< before, in and after the move
  std::optional<Spread> own_delay{};  ///< how late the probes of all VMs left; it is in all figures
  friend bool operator==(const Witness&, const Witness&) = default;
};

}  // namespace haxen::model
