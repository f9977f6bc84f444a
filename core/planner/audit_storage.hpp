// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what moves of disks and of mere definitions are checked for.
#pragma once

#include <vector>

#include "model/plan.hpp"
#include "planner/audit_fleet.hpp"

namespace haxen::planner::auditing {

/// Disks that are neither at the target nor copied there, copies that would meet something, and more in a
/// folder than its file system has left; all copies are counted as if they were made at once.
std::vector<model::Blocker> broken_storage(const Ground& ground, const std::vector<model::Move>& moves);

/// What keeps the definition of a VM that is off from going as the move says.
std::vector<model::Blocker> broken_definition(const Ground& ground, const model::Move& move);

}  // namespace haxen::planner::auditing
