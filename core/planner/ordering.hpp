// SPDX-License-Identifier: GPL-2.0-or-later
// Knows in what order moves can be made so that each finds its room, and what must wait for what.
#pragma once

#include <functional>
#include <vector>

#include "planner/hop.hpp"
#include "planner/placement.hpp"

namespace haxen::planner {

/// Where each VM that moves is to end.
struct Wish {
  VmIndex vm = 0;
  NodeIndex to = 0;
};

struct Ordered {
  Hops hops;
  std::vector<VmIndex> stuck;  ///< what is not where it was wished to be once the hops are made
};

/// Hops that lead from `start` to the wishes, each admitted when its turn comes. Where moves wait for each
/// other in a circle, the smallest of their VMs is parked for a while on a node that `may_park` allows.
Ordered order(Placement start, const std::vector<Wish>& wishes,
              const std::function<bool(NodeIndex)>& may_park);

/// For each hop the earlier ones that must have ended before it starts, such that in every interleaving that
/// keeps to this no node holds more than it can, with each VM in flight booked at both ends, and every rule
/// that must hold at every step holds. The first `adopted` hops are under way already. Each arrival takes
/// what it needs from what was free at first or from what named departures release, and nobody takes the same
/// twice: so no interleaving can run short.
std::vector<std::vector<std::size_t>> dependencies(const Placement& start, const Hops& hops,
                                                   std::size_t adopted);

}  // namespace haxen::planner
