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
  std::vector<model::LedgerNode> lost{};  ///< whose VMs are to be started elsewhere
  std::optional<VmUuid> why{};            ///< nothing is to be done, the nodes are asked about this one
};

/// What `command` (see Scenario) asks for of this fleet. A word that is missing or unknown throws.
/// `kept`: what a failover knows of nodes that do not answer.
Order order_for(const std::string& command, const model::Fleet& fleet,
                const std::vector<model::LedgerNode>& kept, model::WallTime now);

/// The node that a failover is about; none of any other command.
std::optional<NodeName> lost_by(const std::string& command);

}  // namespace haxen::scenario
