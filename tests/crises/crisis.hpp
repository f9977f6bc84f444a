// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a crisis is invented: a fleet, what befalls one of its nodes, and who wants to help.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "scenario.hpp"

namespace haxen::crises {

struct Crisis {
  std::uint64_t seed = 0;
  scenario::Texts texts;  ///< what it is, as a scenario's files
  scenario::Scenario scenario;
  std::optional<std::string> neighbour;  ///< begun just before it by another operator
  Duration neighbour_begins{};
  Duration help_begins{};        ///< when the first failover of n1 does
  std::vector<Duration> pauses;  ///< before each further one, over and over
};

/// The same one for the same seed: 3 to 5 nodes, 1 to 5 VMs on n1, which loses its power, or the way to
/// others, or others the way to it; a fence device that works, fails or lies; up to 2 more faults; sometimes
/// a drain under way, or a second operator. A node whose power comes back has a guard, and VMs that would
/// start by themselves. Never a device that lies about a node that nobody at all can see:
/// nothing would tell that from the truth.
Crisis invent(std::uint64_t seed);

std::string to_string(const Crisis& crisis);

}  // namespace haxen::crises
