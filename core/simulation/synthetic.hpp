// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to invent a fleet that looks like somebody's.
#pragma once

#include <cstdint>

#include "model/fleet.hpp"

namespace haxen::simulation {

struct FleetSize {
  static constexpr unsigned most_nodes = 10'000;
  static constexpr unsigned most_vms = 100'000;

  unsigned nodes = 3;  ///< at least one
  unsigned vms = 12;
};

/// The same fleet for the same size and seed. Nodes of one or two sizes in racks, linked by
/// 10 or 25 Gbit/s, filled to about 70 % and unevenly; from eight nodes on, a quarter has newer CPUs, and
/// some VMs there need them. VMs of services of one to five, no two of the same memory (0.5 to 64 GiB, the
/// more the rarer), loads to match; one in fifty holds a host device. Services of several VMs are kept apart,
/// together or few per rack by rules, all of which hold.
model::Fleet synthetic(FleetSize size, std::uint64_t seed);

}  // namespace haxen::simulation
