// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which rules that must hold a plan breaks.
#pragma once

#include <vector>

#include "planner/audit_fleet.hpp"
#include "planner/audit_pool.hpp"

namespace haxen::planner::auditing {

/// The rules broken at the end, and those to be kept at every step that some interleaving breaks, unless they
/// were broken as badly before. Two active VMs of one name on one node count as a broken rule as well.
std::vector<model::Blocker> broken_rules(const Ground& ground, const std::vector<model::Move>& moves,
                                         const Precedence& precedence);

}  // namespace haxen::planner::auditing
