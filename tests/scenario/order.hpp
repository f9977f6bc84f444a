// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a scenario's command asks for.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "executor/settings.hpp"
#include "operation/operation.hpp"

namespace haxen::scenario {

struct Order {
  operation::Wish wish;
  std::set<NodeName> leaving;  ///< nodes whose VMs remember them
  executor::SourceImages source_images = executor::SourceImages::kept;
  bool allow_throttle = false;
  bool allow_postcopy = false;
  bool is_check = false;  ///< it is not agreed to
  std::optional<OperationId> take_over{};
  std::optional<VmUuid> why{};  ///< nothing is to be done, the nodes are asked about this one
};

/// What `command` (see Scenario) asks for of this fleet. A word that is missing or unknown throws.
Order order_for(const std::string& command, const model::Fleet& fleet, model::WallTime now);

}  // namespace haxen::scenario
