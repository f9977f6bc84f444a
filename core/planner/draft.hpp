// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how steps by index become a plan by name.
#pragma once

#include "model/plan.hpp"
#include "planner/hop.hpp"
#include "planner/placement.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// The plan's moves with what each waits for, their times and the balance before and after. The first
/// `adopted` hops are migrations that are under way. Requires that the hops are in an order in which each is
/// admitted.
model::Plan plan_of(const Placement& start, const Hops& hops, std::size_t adopted, const Limits& limits);

}  // namespace haxen::planner
