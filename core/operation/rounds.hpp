// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what two rounds of one operation come to together.
#pragma once

#include <optional>

#include "operation/operation.hpp"

namespace haxen::operation {

/// Its VM is proven to be where it was, or was not touched.
bool did_not_move(const model::MoveOutcome& each);

/// Whether a move that did not take place was to a node that, in the fleet of `now`, takes no VMs any more:
/// another plan may find a place for what it was to move.
bool is_turned_away(const model::Outcome& outcome, const model::Fleet& now);

/// The fleet as it is by now, where that is so; none otherwise, or when the operator says stop.
Task<std::optional<model::Fleet>> turned_away(Context context, model::Outcome outcome);

/// Both were carried out. Of a VM that stayed in the first and was dealt with in the second, the second
/// tells.
Ended joined(Ended first, Ended second);

}  // namespace haxen::operation
