// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what two rounds of one operation come to together.
#pragma once

#include <set>

#include "operation/operation.hpp"

namespace haxen::operation {

/// Its VM is proven to be where it was, or was not touched.
bool did_not_move(const model::MoveOutcome& each);

/// Where the moves go that did not take place.
std::set<NodeName> missed_targets(const model::Outcome& outcome);

/// Whether a move that did not take place was to a node that, in the fleet of `now`, takes no VMs any more:
/// another plan may find a place for what it was to move.
bool is_turned_away(const model::Outcome& outcome, const model::Fleet& now);

/// Both were carried out. Of a VM that stayed in the first and was dealt with in the second, the second
/// tells.
Ended joined(Ended first, Ended second);

}  // namespace haxen::operation
