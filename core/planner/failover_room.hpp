// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whether the VMs of a node that dies could be restarted on the others.
#pragma once

#include <span>
#include <vector>

#include "model/fleet.hpp"
#include "planner/placement.hpp"

namespace haxen::planner {

/// What the loss of one node would leave without a place.
struct FailoverRoom {
  NodeName node;
  std::vector<VmUuid> stranded;  ///< active VMs that no other node could take; none: the node may die
  friend bool operator==(const FailoverRoom&, const FailoverRoom&) = default;
};

/// One entry for each node, in the order of their names: N+1 holds where nobody is stranded anywhere.
///
/// A node's active VMs are restarted on the others, all at once, none of the others' VMs moving: into what is
/// free there, where nothing that would be in the way of a migration is in the way (cordons, storage, CPU,
/// networks), and such that every rule that must hold at the end does. A VM that is tied to devices,
/// directories, CPUs or TPM state of its host is stranded; one that only a live migration cannot carry (it
/// has snapshots, it is paused) is not.
std::vector<FailoverRoom> failover_room(const model::Fleet& fleet);

/// Where a lost node's VMs would be restarted.
struct Restart {
  struct Place {
    VmIndex vm;
    NodeIndex at;
  };
  std::vector<Place> places;
  std::vector<VmIndex> stranded;  ///< those without a place, the largest first
  std::int64_t missing = 0;       ///< bytes of the stranded that could have one, not being tied to the node
};

/// The same by index, for placements that moves not yet made would lead to.
class Failover {
 public:
  /// Every VM is where the table has it. Refers to the table, which must outlive it.
  explicit Failover(const Table& table);

  /// From now on every VM is where it is in `now`, which has the same table. What has arrived somewhere is
  /// not taken back on its way.
  void follow(const Placement& now);
  /// The same for one VM.
  void move(VmIndex vm, NodeIndex to);
  const Placement& now() const { return now_; }

  Restart restart(NodeIndex lost);
  /// Bytes of all nodes' stranded VMs; N+1 holds where it is zero.
  std::int64_t shortfall();

 private:
  std::vector<VmIndex> place_where_there_is_most(std::span<const VmIndex> vms, NodeIndex lost);
  std::vector<VmIndex> place_tightly(std::span<const VmIndex> vms, NodeIndex lost);
  std::size_t hopeless(std::span<const VmIndex> vms, NodeIndex lost) const;
  std::vector<Restart::Place> take_places(std::span<const VmIndex> vms, NodeIndex lost);
  std::int64_t memory(VmIndex vm) const { return table_->vms()[vm].memory; }
  std::pair<std::int64_t, NodeIndex> by_room(NodeIndex node) const { return {-now_.free(node), node}; }

  const Table* table_;
  Rules rules_;
  Placement now_;
  std::vector<bool> is_tied_;       ///< can run nowhere but where it is, so that no placement saves it
  std::vector<NodeIndex> by_room_;  ///< the most room first, as it is while no node is lost
};

}  // namespace haxen::planner
