// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what each node of a fleet holds, summed up for a screen or a document.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "model/fleet.hpp"

namespace haxen::report {

struct Usage {
  Bytes promised{};  ///< maximum memory and overhead of its active VMs, and what is booked for moves
  std::optional<Bytes> used{};         ///< as the node measures it
  unsigned vcpus = 0;                  ///< of its active VMs
  std::size_t active = 0;              ///< VMs that hold memory
  std::size_t defined = 0;             ///< VMs at all
  std::vector<const model::Vm*> jobs;  ///< VMs that something is being done with; they live in the fleet
};

/// By node, for every node of the fleet. A VM that haxen is moving in counts once: as booked.
std::map<NodeName, Usage> usage(const model::Fleet& fleet);

}  // namespace haxen::report
