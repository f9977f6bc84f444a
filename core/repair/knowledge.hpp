// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which copies of VMs need a closer look than a survey's, and what such looks told.
#pragma once

#include <compare>
#include <map>
#include <vector>

#include "base/names.hpp"
#include "executor/connections.hpp"
#include "model/fleet.hpp"
#include "virt/host.hpp"

namespace haxen::repair {

/// A VM at one node.
struct Spot {
  NodeName node;
  VmUuid vm;
  friend auto operator<=>(const Spot&, const Spot&) = default;
};

/// What is known of a fleet.
struct Knowledge {
  model::Fleet fleet;
  std::map<Spot, Result<virt::Presence>> looks;  ///< of the suspects
};

/// The active copies that do not run, wait for their memory, or are not alone.
std::vector<Spot> suspects(const model::Fleet& fleet);

/// Asks the nodes of the fleet for its suspects, all at once.
Task<Knowledge> look_closer(executor::Connections& connections, model::Fleet fleet);

}  // namespace haxen::repair
