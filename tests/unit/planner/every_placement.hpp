// SPDX-License-Identifier: GPL-2.0-or-later
// Walks through every placement that a small fleet can reach move by move, knowing memory alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

#include "planner/table.hpp"

namespace haxen::test {

/// By VM of the table, where it is.
using Whole = std::vector<planner::NodeIndex>;

class EveryPlacement {
 public:
  /// `closed`: a node that no VM may enter.
  explicit EveryPlacement(const planner::Table& table, std::optional<planner::NodeIndex> closed = {})
      : table_(table), closed_(closed) {}

  /// Each reachable placement once, nearest first, until `seen` says that it has seen enough.
  void walk(const std::function<bool(const Whole&)>& is_enough) {
    std::uint64_t count = 1;
    for (std::size_t v = 0; v < table_.vm_count(); ++v) count *= table_.node_count();
    std::vector<bool> known(count);
    Whole start;
    for (const auto& row : table_.vms()) start.push_back(row.node);
    std::queue<std::uint64_t> open;
    open.push(number(start));
    known[open.front()] = true;
    for (; !open.empty(); open.pop()) {
      auto now = placement(open.front());
      if (is_enough(now)) return;
      for_each_move(now, [&](const Whole& next) {
        const auto id = number(next);
        if (!known[id]) open.push(id);
        known[id] = true;
      });
    }
  }

 private:
  std::uint64_t number(const Whole& whole) const {
    std::uint64_t id = 0;
    for (auto n = whole.rbegin(); n != whole.rend(); ++n) id = id * table_.node_count() + *n;
    return id;
  }

  Whole placement(std::uint64_t id) const {
    Whole whole(table_.vm_count());
    for (auto& n : whole) {
      n = static_cast<planner::NodeIndex>(id % table_.node_count());
      id /= table_.node_count();
    }
    return whole;
  }

  template <class Visit>
  void for_each_move(Whole& now, Visit visit) const {
    std::vector<std::int64_t> free;
    for (const auto& row : table_.nodes()) free.push_back(row.capacity);
    for (std::size_t v = 0; v < now.size(); ++v) free[now[v]] -= table_.vms()[v].memory;
    for (std::size_t v = 0; v < now.size(); ++v) {
      const auto from = now[v];
      for (planner::NodeIndex n = 0; n < table_.node_count(); ++n) {
        if (n == from || n == closed_ || free[n] < table_.vms()[v].memory) continue;
        now[v] = n;
        visit(now);
      }
      now[v] = from;
    }
  }

  const planner::Table& table_;
  std::optional<planner::NodeIndex> closed_;
};

}  // namespace haxen::test
