// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the steps that no single move leads to: swaps, chains and circles of three.
#pragma once

#include <array>
#include <vector>

#include "planner/trade.hpp"

namespace haxen::planner {

/// Looks for a VM to go to a node, another one leaving that node for it: to where the first one came from, to
/// a third node, or to a third node from which a third VM goes to where the first one came from.
class Exchange {
 public:
  Exchange(Spread& spread, Destinations& destinations, Trade& trade, Effort& effort)
      : spread_(spread),
        destinations_(destinations),
        trade_(trade),
        effort_(effort),
        looked_(spread.movers().size()) {}

  /// Makes the best that the mover can begin, if there is one that pays. The nodes changed are in `touched`.
  /// `worst_part`: no node's part of the score is higher, so no third node can give more.
  bool improve(MoverIndex mover, double worst_part);
  const std::vector<NodeIndex>& touched() const { return touched_; }

 private:
  struct Deal {
    double score = 0;
    std::array<Step, 3> steps{};
    std::size_t length = 0;
  };

  void look_beyond(MoverIndex first, NodeIndex to);
  void look_further(const Deal& begun, double score, MoverIndex second, double leaving);
  void look_for_third(const Deal& begun, double score, MoverIndex second, NodeIndex through);
  double limit() const;
  void offer(const Deal& begun, double score, Step last);
  const Mover& row(MoverIndex mover) const { return spread_.movers()[mover]; }

  Spread& spread_;
  Destinations& destinations_;
  Trade& trade_;
  Effort& effort_;
  double worst_part_ = 0;
  std::vector<std::uint32_t> looked_;  ///< by mover: the time when nothing was found for it; 0: never
  std::vector<Deal> deals_;
  std::vector<NodeIndex> touched_;
};

}  // namespace haxen::planner
