// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the search that overlooks nothing, as long as it lasts.
#pragma once

#include <vector>

#include "planner/make_way.hpp"

namespace haxen::planner {

/// Looks at placements in reach of `now`, those first in which the least is left to do, until one has all of
/// `leavers` on nodes that may be entered. The hops to it, made; none, and the placement as it was, when
/// there is no such placement or the effort is spent. What may be touched moves as well, as often as it
/// takes.
Hops find_thoroughly(Placement& now, const Bounds& bounds, const std::vector<VmIndex>& leavers,
                     Effort& effort);

}  // namespace haxen::planner
