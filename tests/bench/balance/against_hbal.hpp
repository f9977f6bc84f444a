// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is compared with hbal. All of it prints Markdown.
#pragma once

#include <cstddef>
#include <vector>

#include "ganeti.hpp"

namespace haxen::bench {

/// hbal, its score in haxen's descent, and haxen's own plans, on clusters of so many nodes and ten times as
/// many VMs. hbal may take `limit` seconds for each.
void compare_with_hbal(const std::vector<std::size_t>& nodes, Load load, unsigned limit);

/// What each further move brings, by hbal's way and by haxen's.
void score_by_moves(std::size_t nodes);

}  // namespace haxen::bench
