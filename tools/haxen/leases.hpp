// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whom to ask about a node's lease on shared storage, and what there is to mend about leases.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checkup/lease_watch.hpp"
#include "config/config.hpp"
#include "executor/settings.hpp"
#include "model/check.hpp"

namespace haxen::program {

/// Requires that the node has one. When the node has answered last is not known to it.
checkup::SoughtLease lease_of(const config::NodeEntry& node);

/// What the other nodes tell of one node's lease. It outlives its tasks.
class LeaseWitness {
 public:
  /// Only those of `onlookers` that have a shell can be asked.
  LeaseWitness(Loop& loop, checkup::SoughtLease sought, std::vector<config::NodeEntry> onlookers,
               Milliseconds deadline, executor::StopSwitch& stop);

  /// What is seen of it now. After ended() a renewal that is younger is a sign of life, and one that may be
  /// is looked at until that is known, for the lease's `timeout` at most.
  Task<model::Testimony> look();

  /// Waits until it is given up, for the lease's `timeout` at most; `begins` is told where that takes time.
  Task<model::Testimony> wait(std::function<void(const model::Testimony&)> begins);

  /// The node is said to be dead from now on.
  void ended();

 private:
  Task<std::vector<checkup::LeaseAnswer>> ask();
  checkup::LeaseWait patience() const;

  Loop& loop_;
  checkup::LeaseWatch watch_;
  std::vector<config::NodeEntry> all_;
  std::vector<config::NodeEntry> asked_;
  Milliseconds deadline_;
  executor::StopSwitch& stop_;
  bool ended_ = false;
};

/// The findings about every [node.lease]; all nodes are asked at once. `nodes` tell their lock managers.
Task<std::vector<model::Finding>> examine_leases(Loop& loop, const config::Config& config,
                                                 std::vector<model::NodeCheck> nodes);

}  // namespace haxen::program
