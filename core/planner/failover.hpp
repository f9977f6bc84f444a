// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where the VMs of nodes that are dead are started again.
#pragma once

#include <set>
#include <vector>

#include "base/result.hpp"
#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

struct FailoverRequest {
  std::vector<model::LedgerNode> lost;    ///< those that are dead, as they are kept
  StoppedVms stopped = StoppedVms::stay;  ///< stay: known by what is kept of them only
  OperationId operation;                  ///< whose claims are not held against the plan
};

/// Whether anything may be done in the place of `lost` at all. Refuses with `unproven`, and what would help,
/// where one of them answers, where another node is silent too, and where more than `max_silent` percent of
/// the nodes are: then it is more likely that we are cut off.
Result<void> may_fail_over(const model::Fleet& fleet, const std::set<NodeName>& lost, unsigned max_silent);

/// Starts of the VMs that ran on the lost nodes, on those that answer: those of higher priority get a place
/// first and, on each node, start first; nobody else is moved. The VMs' own hindrances to a migration do not
/// matter, save what ties them to their host. Where a run that was cut short has left a definition, that is
/// started where it is. VMs that are off are defined where there is most memory left, last of all. What
/// counts of a lost node are the fleet's own lost nodes; where one answers, nothing is started, and its VMs
/// have that as their blocker.
///
/// A VM for which there is no place has blockers, each node's own, and the smallest relaxations; so has one
/// of which any other node knows, or whose definition nobody has kept. Where another node is silent, every VM
/// has that as its blocker: it might run there. The plan tells how many VMs the loss of one more node would
/// strand.
model::Plan failover(const model::Fleet& fleet, const FailoverRequest& request);

}  // namespace haxen::planner
