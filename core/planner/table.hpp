// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a fleet by dense indices, so that nothing inner compares a name.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/fleet.hpp"
#include "planner/kinds.hpp"

namespace haxen::planner {

using NodeIndex = std::uint32_t;
using VmIndex = std::uint32_t;
inline constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

struct NodeRow {
  const model::Node* node = nullptr;
  std::int64_t capacity =
      0;  ///< bytes that the VMs here may hold, other operations' bookings already taken off
  double vcpu_capacity = std::numeric_limits<double>::infinity();
};

/// An active VM. Shut-off definitions hold nothing and are never moved, so they have no row.
struct VmRow {
  const model::Vm* vm = nullptr;
  NodeIndex node = nowhere;
  NodeIndex bound_for = nowhere;  ///< where a migration that is under way takes it
  std::int64_t memory = 0;        ///< footprint
  double vcpus = 0;
  bool may_leave = false;  ///< nothing in the VM, its state or its node keeps it
  bool is_double = false;  ///< active elsewhere too, and not as the other end of one migration
};

/// Nodes in the order of their names; VMs by node, name and UUID, whatever the fleet's order is. The
/// receiving end of a migration has no row of its own: its sender's row is bound for it. Refers to the fleet,
/// which must outlive it.
class Table {
 public:
  /// Claims of `own` are not taken off: what they book is planned anew.
  explicit Table(const model::Fleet& fleet, const OperationId& own = {},
                 LocalDisks local_disks = LocalDisks::stay);

  const model::Fleet& fleet() const { return *fleet_; }
  LocalDisks local_disks() const { return local_disks_; }
  const std::vector<NodeRow>& nodes() const { return nodes_; }
  const std::vector<VmRow>& vms() const { return vms_; }
  NodeIndex node_count() const { return static_cast<NodeIndex>(nodes_.size()); }
  VmIndex vm_count() const { return static_cast<VmIndex>(vms_.size()); }

  /// `nowhere` when there is none of that name.
  NodeIndex find(const NodeName& name) const;
  /// The VM's active copy; `nowhere` when it has none.
  VmIndex find(const VmUuid& uuid) const;

  /// No obstacle lies between the VM's own node or `from`, and `to`, and no definition at `to` collides with
  /// it. The moves planned so far are not looked at.
  bool is_eligible(VmIndex vm, NodeIndex from, NodeIndex to) const;
  bool is_eligible(VmIndex vm, NodeIndex to) const { return is_eligible(vm, vms_[vm].node, to); }

  /// VMs with another active VM of their name somewhere: the two must never meet. Groups of two or more.
  const std::vector<std::vector<VmIndex>>& namesakes() const { return namesakes_; }

 private:
  void number_nodes();
  void number_vms();
  void join_migrations();
  void find_namesakes();
  void book(const OperationId& own);

  const model::Fleet* fleet_;
  LocalDisks local_disks_;
  std::vector<NodeRow> nodes_;
  std::vector<VmRow> vms_;
  std::unordered_map<std::string_view, NodeIndex> node_by_name_;
  std::unordered_map<std::string_view, VmIndex> vm_by_uuid_;
  std::vector<std::vector<VmIndex>> namesakes_;
  /// Nodes that a VM collides with on account of a shut-off definition; few VMs have any.
  std::unordered_map<VmIndex, std::vector<NodeIndex>> collisions_;
  Kinds kinds_;
};

}  // namespace haxen::planner
