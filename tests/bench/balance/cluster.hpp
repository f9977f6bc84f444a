// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the clusters that both balancers are given: no two VMs alike in size and load.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/fleet.hpp"

namespace haxen::bench {

struct ClusterNode {
  std::uint64_t memory = 0;  ///< MiB, all of it
  unsigned cpus = 0;
};

struct ClusterVm {
  std::size_t node = 0;
  std::uint64_t memory = 0;  ///< MiB
  unsigned vcpus = 0;
  double busy_cpus = 0;
};

struct Cluster {
  std::vector<ClusterNode> nodes;
  std::vector<ClusterVm> vms;
};

/// Nodes of 120 GiB and 32 CPUs, of which each has been used more or less willingly; VMs of 1 to 11 GiB, each
/// of another size, and 1 to 8 vCPUs. The same for the same numbers.
Cluster uneven_cluster(std::size_t nodes, std::size_t vms, unsigned seed);

/// MiB that each node keeps for itself.
inline constexpr std::uint64_t node_reserve = 1024;

/// As haxen sees it: everything runs everywhere, links of 10 Gbit/s.
model::Fleet fleet_of(const Cluster& cluster);

/// With the VMs where they are in the fleet, which came of it.
Cluster moved(Cluster cluster, const model::Fleet& fleet);

/// Has a third of the VMs bound by rules: pairs that stay apart, and VMs that only run in one half of the
/// racks.
model::Fleet with_rules(model::Fleet fleet);

/// As hbal reads it (its text backend), disks shared.
std::string ganeti_text(const Cluster& cluster);

}  // namespace haxen::bench
