// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one step of a plan in the making.
#pragma once

#include <vector>

#include "planner/table.hpp"

namespace haxen::planner {

/// One VM going from one node to another. A VM that is parked has several.
struct Hop {
  VmIndex vm = 0;
  NodeIndex from = 0;
  NodeIndex to = 0;
  friend bool operator==(const Hop&, const Hop&) = default;
};

/// In an order in which, one after the other, each fits when its turn comes.
using Hops = std::vector<Hop>;

}  // namespace haxen::planner
