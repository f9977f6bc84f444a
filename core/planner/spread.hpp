// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a placement together with its score, and what each step would change in it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "planner/balance.hpp"
#include "planner/hop.hpp"
#include "planner/make_way.hpp"
#include "planner/ordering.hpp"
#include "planner/placement.hpp"

namespace haxen::planner {

/// VMs that only move all at once: those that must be together on one node and are, or a single one.
using MoverIndex = std::uint32_t;

struct Mover {
  std::span<const VmIndex> vms;
  Amounts amounts{};
  double price = 0;         ///< what being away from home adds to the score
  std::int64_t memory = 0;  ///< bytes
  double seconds = 0;       ///< of migration, by its home's link; zero where that is unknown
  bool may_move = false;
};

/// One mover that is to go to a node.
struct Step {
  MoverIndex mover = 0;
  NodeIndex to = 0;
};

/// What a step changes: first how badly rules are kept, then the score and the price of being away from home.
struct Change {
  double rules = 0;
  double score = 0;

  friend auto operator<=>(const Change&, const Change&) = default;
  Change& operator+=(const Change& more) {
    rules += more.rules, score += more.score;
    return *this;
  }
  /// Better than nothing, and by more than rounding.
  bool is_gain() const { return rules < 0 || (rules == 0 && score < -1e-12); }
};

/// How far VMs may be away from home in all; none: without limit.
struct Allowance {
  std::optional<std::size_t> movers{};
  std::optional<double> bytes{};
  std::optional<double> seconds{};
};

/// Refers to the balance, and to the start's table and rules, which must outlive it.
class Spread {
 public:
  /// A VM away from home adds `price` to the score, half of it whatever its size, half by its memory relative
  /// to the mean. Home is where it is at the start.
  Spread(const Placement& start, const Balance& balance, const Bounds& bounds, double price,
         const Allowance& allowance);
  Spread(const Spread&) = delete;
  Spread& operator=(const Spread&) = delete;

  const Placement& now() const { return now_; }
  std::span<const Mover> movers() const { return movers_; }
  NodeIndex node_count() const { return now_.table().node_count(); }
  NodeIndex node_of(MoverIndex mover) const { return at_[mover]; }
  NodeIndex home_of(MoverIndex mover) const { return home_[mover]; }
  /// By number.
  std::span<const MoverIndex> movers_on(NodeIndex node) const { return on_[node]; }
  bool may_enter(NodeIndex node) const { return may_enter_[node]; }
  /// Goes up with every change.
  std::uint32_t time() const { return time_; }
  /// When something last changed on the node; later than 0.
  std::uint32_t stamp(NodeIndex node) const { return stamp_[node]; }

  double part(NodeIndex node) const { return part_[node]; }
  /// Sum of all nodes' parts, and of what being away from home costs.
  double total() const { return score_ + priced_; }
  double score() const { return score_; }

  /// Change of the node's part were `more` to come to what it holds.
  double shift(NodeIndex node, const Amounts& more) const {
    return balance_->part(node, held_[node] + more) - part_[node];
  }
  /// Change of the price of being away, were the mover at `to`.
  double fare(MoverIndex mover, NodeIndex to) const {
    return movers_[mover].price * ((to != home_[mover]) - (at_[mover] != home_[mover]));
  }
  /// The least that it can be wherever the mover goes.
  double least_fare(MoverIndex mover) const {
    return at_[mover] == home_[mover] ? movers_[mover].price : -movers_[mover].price;
  }
  /// Change of how badly rules are kept, were the mover alone to go to `to`.
  double strain(MoverIndex mover, NodeIndex to) const;

  bool may_go(MoverIndex mover, NodeIndex to) const;
  bool is_affordable(std::span<const Step> steps) const;

  /// Makes all of the steps in some order in which each VM is admitted when its turn comes, parking some on
  /// the way where there is no other; or none of them. What it changed, if it could.
  std::optional<Change> make(std::span<const Step> steps);

  std::size_t made() const { return hops_.size(); }
  const Hops& hops() const { return hops_; }
  void undo_to(std::size_t made);

 private:
  void form_movers(const Bounds& bounds, double price);
  bool make_vms(std::span<const Step> steps);
  bool park_one(std::span<const Wish> pending, std::vector<bool>& parked);
  void hop(VmIndex vm, NodeIndex to);
  void place(VmIndex vm, NodeIndex to);
  void refresh(NodeIndex node);
  double own_strain(MoverIndex mover) const;
  void count_away(MoverIndex mover, int sign);

  Placement now_;
  const Balance* balance_;
  Allowance allowance_;
  std::vector<VmIndex> members_;  ///< of all movers, one after the other
  std::vector<Mover> movers_;
  std::vector<MoverIndex> mover_of_;
  std::vector<NodeIndex> at_;
  std::vector<NodeIndex> home_;
  std::vector<std::vector<MoverIndex>> on_;
  std::vector<bool> may_enter_;
  std::vector<Amounts> held_;
  std::vector<double> part_;
  std::vector<std::uint32_t> stamp_;
  std::uint32_t time_ = 1;
  double score_ = 0;
  double priced_ = 0;
  std::size_t movers_away_ = 0;
  double bytes_away_ = 0;
  double seconds_away_ = 0;
  Hops hops_;
};

}  // namespace haxen::planner
