// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how long moves take on the nodes' links.
#pragma once

#include <optional>
#include <vector>

#include "base/duration.hpp"
#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// Memory and copied disks over the slower of the two links: one full pass with the link to itself. None
/// where a link is unknown.
std::optional<Seconds> move_time(const model::Fleet& fleet, const model::Move& move);

/// The moves carried out in their order as far as limits and `after` let them, moves on one link sharing it
/// evenly. None where a link is unknown; zero for no moves.
std::optional<Seconds> makespan(const model::Fleet& fleet, const std::vector<model::Move>& moves,
                                const Limits& limits);

/// The busiest directed link's data over its rate: no order can be faster. None where a link is unknown.
std::optional<Seconds> lower_bound(const model::Fleet& fleet, const std::vector<model::Move>& moves);

/// Fills in each move's time and the plan's.
void foretell(const model::Fleet& fleet, const Limits& limits, model::Plan& plan);

}  // namespace haxen::planner
