// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whether steps leave the loss of every node as bearable as it was, without looking at every node each
// time.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/failover_room.hpp"
#include "planner/spread.hpp"

namespace haxen::planner {

/// Whether the loss of a node may be borne, node by node.
struct Bearing {
  std::vector<std::int64_t> missing;  ///< bytes: see Restart
  std::vector<bool> is_borne;         ///< nobody would be left without a place
  std::int64_t shortfall = 0;         ///< all that is missing
  std::size_t stranded = 0;           ///< how many would be left without a place, tied ones counted

  bool is_as_good_as(const Bearing& other) const;
};

/// Looks at the loss of every node.
Bearing bearing(Failover& failover, const Placement& now);

/// Remembers for each node where its VMs could be restarted, and looks anew only at the losses that a step
/// concerns: of nodes that VMs have left or entered, of those whose VMs would no longer all fit where they
/// would be restarted, and of those whose VMs share a rule with one that was moved. So it may find a loss
/// borne for which a search from nothing finds no place, never one that is not.
class FailoverWatch {
 public:
  /// Losses of the nodes in `mistrusted` are looked at every time. Refers to table and spread, which must
  /// outlive it.
  FailoverWatch(const Table& table, const Spread& spread, std::vector<bool> mistrusted);

  /// No more is missing than at the last gain (or at the start), and what was borne then is.
  bool keeps() { return look(Aim::keep); }
  /// Less is missing than at the last gain, and what was borne then is.
  bool gains();

  /// As it was at the last gain.
  const Bearing& least() const { return least_; }
  /// What is missing if the node is lost, as it was when something was last found good.
  std::int64_t missing(NodeIndex lost) const { return restarts_[lost].missing; }

 private:
  enum class Aim { keep, gain };
  /// What the VMs of a lost node would take together of another one.
  struct Use {
    NodeIndex lost;
    std::int64_t memory;
    double vcpus;
  };
  struct Found {
    NodeIndex lost;
    Restart restart;
  };

  bool look(Aim aim);
  void follow();
  void name_concerned(Aim aim);
  void concern(NodeIndex lost);
  void accept();
  void replace(NodeIndex lost, Restart restart);
  void add_uses(NodeIndex lost);
  void drop_uses(NodeIndex lost);

  const Table* table_;
  const Spread* spread_;
  std::vector<bool> mistrusted_;
  Failover failover_;
  Bearing least_;
  // As it was when something was last found good:
  std::vector<NodeIndex> at_;           ///< by VM
  std::vector<std::uint32_t> stamps_;   ///< by node
  std::vector<Restart> restarts_;       ///< by lost node
  std::vector<std::vector<Use>> uses_;  ///< by the node that would be used
  std::int64_t shortfall_ = 0;
  // What is being looked at:
  std::vector<NodeIndex> stamped_;  ///< nodes that something has happened to
  std::vector<VmIndex> moved_;
  std::vector<NodeIndex> concerned_;
  std::vector<bool> is_concerned_;
  std::vector<Found> found_;
};

}  // namespace haxen::planner
