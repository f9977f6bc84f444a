// SPDX-License-Identifier: GPL-2.0-or-later
// Makes fleets by chance, the same for the same seed.
#pragma once

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "fleet_builder.hpp"

namespace haxen::test {

/// HAXEN_RANDOM_FLEETS asks for more than the few that do not take long.
inline unsigned random_fleets(unsigned few) {
  const auto* wanted = std::getenv("HAXEN_RANDOM_FLEETS");
  return wanted ? static_cast<unsigned>(std::stoul(wanted)) : few;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  /// Both included.
  unsigned roll(unsigned least, unsigned most) {
    return least + static_cast<unsigned>(engine_() % (most - least + 1));
  }
  std::mt19937& engine() { return engine_; }

 private:
  std::mt19937 engine_;
};

/// Up to so many nodes and VMs; a VM that finds no room on the node thrown for it is left out.
inline FleetBuilder random_fleet(Dice& dice, unsigned most_nodes, unsigned most_vms) {
  FleetBuilder builder;
  const auto nodes = dice.roll(2, most_nodes);
  std::vector<unsigned> free;
  for (unsigned n = 0; n < nodes; ++n) {
    free.push_back(dice.roll(8, 24));
    builder.node("n" + std::to_string(n), gib(free.back()));
  }
  const auto vms = dice.roll(3, most_vms);
  for (unsigned v = 0; v < vms; ++v) {
    const auto size = dice.roll(1, 10);
    const auto node = dice.roll(0, nodes - 1);
    if (free[node] < size) continue;
    free[node] -= size;
    builder.vm("v" + std::to_string(v), "n" + std::to_string(node), gib(size));
    builder.last_vm().vcpus = dice.roll(1, 8);
    builder.last_vm().cpu_used = dice.roll(0, 40) / 10.0;
  }
  return builder;
}

}  // namespace haxen::test
