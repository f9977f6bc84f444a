// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where one VM could be, and would best be.
#pragma once

#include <optional>

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "model/verdict.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// What every node says of an active VM of the fleet, its own and those that did not answer included. Best
/// first, by VMs stranded by the worst loss of any node (looked at for the best 32 by what follows), rules
/// that should hold, and score; then those that would not take it, in the order of their names.
model::Verdicts verdicts(const model::Fleet& fleet, const VmUuid& vm);

/// The same for a VM that is defined nowhere yet: what it needs of a node, room and rules, but nothing of
/// where it would come from. `vm.node` means nothing. Of rules about all VMs it is one.
model::Verdicts verdicts_for_new(const model::Fleet& fleet, const model::Vm& vm);

struct OneRequest {
  VmUuid vm;
  std::optional<NodeName> to{};  ///< none: the best node other than its own
  Limits limits{};
  OperationId operation{};  ///< whose claims are not held against the plan
};

/// The one move; or what is in its way: the VM's own blockers, those of the node asked for, or no_target and
/// every node's. Nothing where the VM is at the node asked for already.
model::Plan place_one(const model::Fleet& fleet, const OneRequest& request);

}  // namespace haxen::planner
