// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the planner's time grows with the fleet. All of it prints Markdown.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace haxen::bench {

/// Evening out fleets of so many nodes and ten times as many VMs: planning and auditing, reading the fleet's
/// document, and all that `program` takes for it (nothing of it where that is empty).
void rebalance_by_size(const std::vector<std::size_t>& nodes, const std::string& program);

/// Emptying one node of each.
void drain_by_size(const std::vector<std::size_t>& nodes);

}  // namespace haxen::bench
