// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the search for ejection chains.
#include "planner/make_way.hpp"

#include <algorithm>

namespace haxen::planner {
namespace {

class Search {
 public:
  Search(Placement& now, const Bounds& bounds, Effort& effort)
      : now_(now), bounds_(bounds), effort_(effort), is_busy_(now.table().vm_count()) {}

  bool settle(VmIndex vm, unsigned depth) {
    if (!effort_.spend(now_.table().node_count())) return false;
    const auto free_place = tightest_fit(now_, bounds_, vm);
    if (free_place != nowhere) return go(vm, free_place);
    if (depth == 0) return false;
    is_busy_[vm] = true;
    const bool found = std::ranges::any_of(targets(vm), [&](NodeIndex to) {
      return !effort_.is_spent() && (swap_one_out(vm, to, depth) || clear(vm, to, depth));
    });
    is_busy_[vm] = false;
    return found;
  }

  Hops take() { return std::move(hops_); }

 private:
  std::int64_t memory(VmIndex vm) const { return now_.table().vms()[vm].memory; }

  bool go(VmIndex vm, NodeIndex to) {
    hops_.push_back({vm, now_.node_of(vm), to});
    now_.move(vm, to);
    return true;
  }

  bool undo(std::size_t length) {
    while (hops_.size() > length) {
      now_.move(hops_.back().vm, hops_.back().from);
      hops_.pop_back();
    }
    return false;
  }

  /// Where it might go were there room or a rule's seat, the least wanting first.
  std::vector<NodeIndex> targets(VmIndex vm) const {
    std::vector<NodeIndex> all;
    const auto from = now_.node_of(vm);
    for (NodeIndex n = 0; n < now_.table().node_count(); ++n)
      if (bounds_.may_enter(n) && now_.table().is_eligible(vm, from, n) &&
          now_.rules().permits(vm, from, n) && memory(vm) <= now_.table().nodes()[n].capacity)
        all.push_back(n);
    std::ranges::stable_sort(all, std::ranges::greater{}, [&](NodeIndex n) { return now_.free(n); });
    return all;
  }

  std::vector<VmIndex> movable(NodeIndex node) const {
    std::vector<VmIndex> all;
    for (const auto v : now_.residents(node))
      if (!is_busy_[v] && bounds_.may_touch(v)) all.push_back(v);
    std::ranges::sort(all, {}, [&](VmIndex v) { return std::pair(memory(v), v); });
    return all;
  }

  /// One VM whose leaving is enough, the smallest first.
  bool swap_one_out(VmIndex vm, NodeIndex to, unsigned depth) {
    const auto before = hops_.size();
    for (const auto other : movable(to)) {
      if (memory(other) + now_.free(to) < memory(vm)) continue;
      if (settle(other, depth - 1) && now_.admits(vm, to)) return go(vm, to);
      undo(before);
    }
    return false;
  }

  /// Several, the largest first, until it fits.
  bool clear(VmIndex vm, NodeIndex to, unsigned depth) {
    const auto before = hops_.size();
    auto others = movable(to);
    std::ranges::reverse(others);
    for (const auto other : others) {
      if (now_.node_of(other) != to) continue;
      settle(other, depth - 1);
      if (now_.admits(vm, to)) return go(vm, to);
    }
    return undo(before);
  }

  Placement& now_;
  const Bounds& bounds_;
  Effort& effort_;
  std::vector<bool> is_busy_;
  Hops hops_;
};

}  // namespace

NodeIndex tightest_fit(const Placement& now, const Bounds& bounds, VmIndex vm) {
  NodeIndex best = nowhere;
  for (NodeIndex n = 0; n < now.table().node_count(); ++n) {
    if (!now.has_room(vm, n) || (best != nowhere && now.free(n) >= now.free(best))) continue;
    if (bounds.may_enter(n) && now.is_welcome(vm, n)) best = n;
  }
  return best;
}

Hops make_way(Placement& now, const Bounds& bounds, VmIndex vm, unsigned depth, Effort& effort) {
  Search search(now, bounds, effort);
  search.settle(vm, depth);
  return search.take();
}

}  // namespace haxen::planner
