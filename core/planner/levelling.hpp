// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the search for a better placement, from the steepest single moves to exchanges and kicks.
#pragma once

#include <cstdint>

#include "planner/exchange.hpp"

namespace haxen::planner {

/// Leads a spread downhill. What is done depends on the spread alone, and on no clock: the work is counted.
class Levelling {
 public:
  Levelling(Spread& spread, Trade::Safety is_safe);

  /// Until nothing is found any more, or the work is spent.
  void run();

 private:
  bool exchange_all();
  bool exchange_on(NodeIndex node);
  void kick();
  bool kick_once(std::uint64_t number);
  void push_away(std::uint64_t number);

  Spread& spread_;
  Destinations destinations_;
  Trade trade_;
  Evenness evenness_;
  Descent<Evenness> descent_;
  Effort effort_;
  Effort kicks_;
  Exchange exchange_;
  Exchange after_kick_;
  double worst_part_ = 0;
  std::vector<NodeIndex> touched_;
};

}  // namespace haxen::planner
