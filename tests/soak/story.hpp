// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a story is invented: a fleet, a drain, and what goes wrong in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "scenario.hpp"

namespace haxen::soak {

struct Story {
  std::uint64_t seed = 0;
  scenario::Texts texts;  ///< what it is, as a scenario's files
  scenario::Scenario scenario;
  std::string drain;  ///< the command, run again and again until there is nothing left to do
  std::optional<std::string> neighbour;  ///< begun at the same time by another operator
  std::optional<VmUuid> wild;            ///< only post-copy gets it over
  std::vector<Duration> pauses;          ///< before each further run, over and over
};

/// The same one for the same seed: 3 to 6 nodes, 1 to 6 VMs to be moved, 0 to 3 faults.
Story invent(std::uint64_t seed);

/// With that, nobody at all is to make a VM run twice.
bool is_confirmed(const Story& story);

/// The faults, fault by fault, and what else it takes to tell it.
std::string to_string(const Story& story);

}  // namespace haxen::soak
