// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of the moves that may start comes first: those of the link that will be busy for longest.
#pragma once

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

/// List scheduling, bottleneck first: moves of VMs of the highest priority come first; of these, one on the
/// link, of its two, that will be busy for longest, or at the head of the longest chain of moves that wait
/// for each other; then the one whose other link is busier, then the longer. Links of unknown rate are taken
/// for idle, so that between them the plan's own order stays. Refers to the moves, which must outlive it.
class StartOrder {
 public:
  StartOrder(const model::Fleet& fleet, const std::vector<model::Move>& moves);

  /// The first of `ready`, which holds one at least.
  std::size_t first(const std::vector<std::size_t>& ready) const;

  /// So much of the move is yet to be sent; nothing once it has ended.
  void set_left(std::size_t move, Bytes left);

 private:
  /// One direction of one node's link.
  struct Link {
    std::optional<double> rate;  ///< bytes per second
    double to_come = 0;          ///< bytes that all moves have yet to send over it
  };
  /// Compared in this order; more is more urgent.
  using Urgency = std::tuple<int, double, double, double>;

  Urgency urgency(std::size_t move) const;
  double own_time(std::size_t move) const;
  void measure_chains();

  const std::vector<model::Move>& moves_;
  std::vector<Link> links_;
  std::vector<std::pair<std::size_t, std::size_t>>
      ends_;                   ///< of each move: its source's way out, its target's way in
  std::vector<double> left_;   ///< of each move: bytes
  std::vector<double> chain_;  ///< of each move: seconds that those behind it take one after the other
  std::vector<int> priority_;  ///< of each move's VM
};

}  // namespace haxen::executor
