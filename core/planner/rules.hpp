// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fleet's rules by the table's indices.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "planner/table.hpp"

namespace haxen::planner {

using RuleIndex = std::uint32_t;
/// What a rule counts as one place: a node, or all nodes under one value of its label. `nowhere`: the rule
/// does not reach it.
using Place = std::uint32_t;

struct Places {
  std::vector<Place>
      of;  ///< by node; only_on, never_on, prefer: 1 on the named nodes, else 0; direction: the rank
  std::uint32_t count = 0;
};

struct RuleRow {
  const model::Rule* rule = nullptr;  ///< null: namesakes, which libvirt refuses on one node
  model::RuleKind kind{};
  bool must = true;
  bool always = false;      ///< at every step
  std::uint32_t limit = 0;  ///< of apart and at_most: how many of the members a place may hold
  double weight = 0;  ///< outweighs all of lower priority together; that of what must hold, all that should
  std::vector<VmIndex> members;
  const Places* places = nullptr;

  Place place(NodeIndex node) const { return places->of[node]; }
};

/// From which moment on rules are looked at. Who restarts VMs that have died has no steps in between.
enum class Horizon { every_step, end };

/// Rules of one VM or no VM in the fleet say nothing and are left out where that is so.
class Rules {
 public:
  explicit Rules(const Table& table, Horizon horizon = Horizon::every_step);
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;

  const std::vector<RuleRow>& rows() const { return rows_; }
  /// The rules that the VM is a member of.
  std::span<const RuleIndex> of(VmIndex vm) const {
    return {members_.data() + begin_[vm], members_.data() + begin_[vm + 1]};
  }
  /// Whether any rule at all speaks of what should hold.
  bool has_wishes() const { return has_wishes_; }

  /// The `must` rules about nodes alone (only_on, never_on, direction) allow the VM to go from one to the
  /// other.
  bool permits(VmIndex vm, NodeIndex from, NodeIndex to) const;
  /// The same for one rule; true for rules about several VMs.
  static bool permits(const RuleRow& row, NodeIndex from, NodeIndex to);

 private:
  void add(const Table& table, const model::Rule& rule, Horizon horizon);
  void add_namesakes(const Table& table);
  const Places* places(const Table& table, const model::Rule& rule);
  void weigh();
  void index_members(VmIndex count);

  std::vector<RuleRow> rows_;
  std::map<std::string, Places> places_;  ///< shared by the rules that see the nodes alike
  std::vector<std::uint32_t> begin_;
  std::vector<RuleIndex> members_;
  bool has_wishes_ = false;
};

}  // namespace haxen::planner
