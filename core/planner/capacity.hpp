// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a fleet has room for.
#pragma once

#include <set>
#include <vector>

#include "model/capacity.hpp"
#include "model/fleet.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// Of each of `nodes` that is in the fleet, all of them where none is named, in the order of their names:
/// whom its loss would strand (see failover_room), and how it would be drained as the fleet is now.
std::vector<model::NodeCapacity> node_capacities(const model::Fleet& fleet, const std::set<NodeName>& nodes,
                                                 const Limits& limits);

/// How many more VMs of the memory, overhead and virtual CPUs of `like` fit on nodes that take VMs, spread
/// out or packed, whichever gives more, and none of the others moved; at most `most` are counted. A lower
/// bound: others may fit in another order. They need nothing but room, and rules are looked at only where VMs
/// are restarted.
model::Growth growth(const model::Fleet& fleet, const model::Vm& like, std::size_t most = 10'000);

}  // namespace haxen::planner
