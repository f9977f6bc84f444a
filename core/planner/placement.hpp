// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where every VM is at one point of a plan, and what may go where next.
#pragma once

#include <span>
#include <vector>

#include "planner/rules.hpp"
#include "planner/shelves.hpp"
#include "planner/table.hpp"

namespace haxen::planner {

/// A fleet in which VMs can be moved one after the other. Whatever is moved must have been admitted, or be a
/// VM that goes back where it came from. Refers to table and rules, which must outlive it.
class Placement {
 public:
  Placement(const Table& table, const Rules& rules);

  /// Where a migration that is under way takes the VM; `nowhere` when there is none.
  NodeIndex bound_for(VmIndex vm) const { return bound_for_[vm]; }

  const Table& table() const { return *table_; }
  const Rules& rules() const { return *rules_; }

  NodeIndex node_of(VmIndex vm) const { return at_[vm]; }
  /// Bytes; negative where more is promised than there is.
  std::int64_t free(NodeIndex node) const { return free_[node]; }
  double free_vcpus(NodeIndex node) const { return free_vcpus_[node]; }
  /// In no particular but a reproducible order.
  std::span<const VmIndex> residents(NodeIndex node) const { return residents_[node]; }

  const Shelves& shelves() const { return shelves_; }

  /// Memory, virtual CPUs, and storage for its copied disks.
  bool has_room(VmIndex vm, NodeIndex to) const {
    return table_->vms()[vm].memory <= free_[to] && table_->vms()[vm].vcpus <= free_vcpus_[to] &&
           shelves_.fits(vm, to);
  }
  /// No rule that must hold, of those about several VMs, is broken by the VM being at `to`. Loose VMs bind
  /// nobody who has to be together with them.
  bool is_in_harmony(VmIndex vm, NodeIndex to) const;
  /// The rule, were the VM to go to `to`.
  bool is_kept(RuleIndex rule, VmIndex vm, NodeIndex to) const {
    const auto& row = rules_->rows()[rule];
    return Rules::permits(row, at_[vm], to) && is_in_harmony(row, rule, vm, to);
  }
  /// Eligible, and permitted by every rule that must hold; there may be no room.
  bool is_welcome(VmIndex vm, NodeIndex to) const;
  bool admits(VmIndex vm, NodeIndex to) const { return has_room(vm, to) && is_welcome(vm, to); }

  /// Whether a rule that should hold is not met by the VM standing at `node`.
  bool is_unmet(RuleIndex rule, VmIndex vm, NodeIndex node) const {
    return discord(rules_->rows()[rule], rule, vm, node) > 0;
  }
  /// The weight of wishes unmet by the VM standing at `node`.
  double discord(VmIndex vm, NodeIndex node) const;

  /// The weight of everything that the VM, standing at `node`, keeps from being as it must or should; what
  /// must be outweighs all that should.
  double strain(VmIndex vm, NodeIndex node) const;

  void move(VmIndex vm, NodeIndex to);
  /// Ends the migration that is under way: from now on the VM is booked at its target alone. Requires
  /// bound_for.
  void arrive(VmIndex vm);

  /// The VM is going to leave where it is: until it does, nobody has to be together with it.
  void loosen(VmIndex vm) { loose_at_[vm] = at_[vm]; }
  bool is_loose(VmIndex vm) const { return loose_at_[vm] == at_[vm]; }
  /// Takes the loosening back.
  void fasten(VmIndex vm) { loose_at_[vm] = nowhere; }

 private:
  std::uint32_t count(RuleIndex rule, Place place, VmIndex but) const;
  bool is_in_harmony(const RuleRow& row, RuleIndex index, VmIndex vm, NodeIndex to) const;
  double discord(const RuleRow& row, RuleIndex index, VmIndex vm, NodeIndex node) const;
  void tally(VmIndex vm, NodeIndex node, int change);
  void book(VmIndex vm, NodeIndex node, int sign);

  const Table* table_;
  const Rules* rules_;
  Shelves shelves_;
  std::vector<NodeIndex> at_;
  std::vector<std::uint32_t> seat_;  ///< index of the VM among its node's residents
  std::vector<std::vector<VmIndex>> residents_;
  std::vector<std::int64_t> free_;
  std::vector<double> free_vcpus_;
  std::vector<NodeIndex> loose_at_;  ///< `nowhere`: not loosened
  std::vector<NodeIndex> bound_for_;
  std::vector<std::vector<std::uint32_t>> tallies_;  ///< by rule, then place; empty for rules of few members
};

}  // namespace haxen::planner
