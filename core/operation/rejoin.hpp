// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node takes its place again that was away while its VMs were started elsewhere.
#pragma once

#include <set>
#include <vector>

#include "operation/operation.hpp"

namespace haxen::operation {

/// What both sides tell of the definitions on nodes that come back.
struct Comparison {
  std::vector<model::Purge> stale;     ///< their VMs are kept elsewhere
  std::vector<model::Blocker> doubts;  ///< of which that cannot be told, on nodes whose guard is shut
};

/// Compares what is off on each node of `back` with what the others hold; where the guard is open, only of
/// VMs whose origin the node is. What `loose` puts in order is left out, but for what it would remove from a
/// node of `shut`: that is among `stale`.
Comparison compare(const model::Fleet& fleet, const std::set<NodeName>& back, const std::set<NodeName>& shut,
                   std::vector<LooseEnd>& loose);

/// Removes what is stale, and lets the guards that are shut start VMs again once all of it is gone, as the
/// plan says. A fault where one of these did not succeed; what comes after it was not done.
Task<Result<void>> rejoin(Context context, const Draft& draft);

}  // namespace haxen::operation
