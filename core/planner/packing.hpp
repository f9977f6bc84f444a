// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a set of VMs finds new nodes.
#pragma once

#include <vector>

#include "planner/balance.hpp"
#include "planner/make_way.hpp"

namespace haxen::planner {

/// What became of an attempt to place a set of VMs.
struct Packing {
  Hops hops;
  std::vector<VmIndex> unplaced;
};

/// Places the VMs one by one, those with the fewest possible homes first, then the largest. First evenly
/// (fewest wishes unmet, then the least unbalance); where that leaves one out, tightly; where that does too,
/// by moving others out of the way, and at last by a search that overlooks nothing while it lasts. `now`
/// becomes what the hops lead to. When not all find a place, those that do keep it.
Packing pack(Placement& now, const Bounds& bounds, std::vector<VmIndex> vms);

}  // namespace haxen::planner
