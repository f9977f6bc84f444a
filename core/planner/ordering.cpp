// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to find an order of moves, with parking where they wait for each other in a circle.
#include "planner/ordering.hpp"

#include <algorithm>
#include <optional>

namespace haxen::planner {
namespace {

class Ordering {
 public:
  Ordering(Placement start, const std::vector<Wish>& wishes, const std::function<bool(NodeIndex)>& may_park)
      : now_(std::move(start)),
        may_park_(may_park),
        owed_(now_.table().node_count()),
        parked_(now_.table().vm_count()) {
    for (const auto& wish : wishes) {
      if (now_.node_of(wish.vm) == wish.to) continue;
      now_.loosen(wish.vm);
      pending_.push_back(wish);
      owed_[wish.to] += memory(wish.vm);
    }
  }

  Ordered run() {
    while (make_harmless() || make_helpful() || make_any() || park()) continue;
    Ordered result{std::move(hops_), {}};
    for (const auto& wish : pending_) result.stuck.push_back(wish.vm);
    return result;
  }

 private:
  std::int64_t memory(VmIndex vm) const { return now_.table().vms()[vm].memory; }

  void go(VmIndex vm, NodeIndex to) {
    hops_.push_back({vm, now_.node_of(vm), to});
    now_.move(vm, to);
  }

  void fulfil(std::size_t index) {
    const auto wish = pending_[index];
    go(wish.vm, wish.to);
    owed_[wish.to] -= memory(wish.vm);
    pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  /// Every move whose target has room for all that is still to come there: it can stand in nobody's way.
  bool make_harmless() {
    const auto before = hops_.size();
    std::vector<Wish> rest;
    for (const auto& wish : pending_) {
      if (owed_[wish.to] <= now_.free(wish.to) && now_.admits(wish.vm, wish.to)) {
        go(wish.vm, wish.to);
        owed_[wish.to] -= memory(wish.vm);
      } else {
        rest.push_back(wish);
      }
    }
    pending_ = std::move(rest);
    return hops_.size() > before;
  }

  /// A move that leaves a node which others wait to enter.
  bool make_helpful() {
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      const auto from = now_.node_of(pending_[i].vm);
      if (owed_[from] > now_.free(from) && now_.admits(pending_[i].vm, pending_[i].to))
        return fulfil(i), true;
    }
    return false;
  }

  bool make_any() {
    for (std::size_t i = 0; i < pending_.size(); ++i)
      if (now_.admits(pending_[i].vm, pending_[i].to)) return fulfil(i), true;
    return false;
  }

  bool lets_somebody_in(const Hop& hop) {
    now_.move(hop.vm, hop.to);
    const bool opens = std::ranges::any_of(
        pending_, [&](const Wish& wish) { return wish.vm != hop.vm && now_.admits(wish.vm, wish.to); });
    now_.move(hop.vm, hop.from);
    return opens;
  }

  /// Where the VM may wait with the least room to spare.
  NodeIndex parking_place(const Wish& wish) const {
    NodeIndex best = nowhere;
    for (NodeIndex n = 0; n < now_.table().node_count(); ++n) {
      if (n == wish.to || !may_park_(n) || !now_.admits(wish.vm, n)) continue;
      if (!now_.table().is_eligible(wish.vm, n, wish.to) || !now_.rules().permits(wish.vm, n, wish.to))
        continue;
      if (best == nowhere || now_.free(n) < now_.free(best)) best = n;
    }
    return best;
  }

  /// Each VM is parked once at most, so this ends.
  bool park() {
    auto by_size = pending_;
    std::ranges::stable_sort(by_size, {}, [&](const Wish& wish) { return memory(wish.vm); });
    std::optional<Hop> fallback;
    for (const auto& wish : by_size) {
      if (parked_[wish.vm]) continue;
      const auto place = parking_place(wish);
      if (place == nowhere) continue;
      const Hop hop{wish.vm, now_.node_of(wish.vm), place};
      if (lets_somebody_in(hop)) return park(hop);
      if (!fallback) fallback = hop;
    }
    return fallback && park(*fallback);
  }

  bool park(const Hop& hop) {
    parked_[hop.vm] = true;
    go(hop.vm, hop.to);
    return true;
  }

  Placement now_;
  const std::function<bool(NodeIndex)>& may_park_;
  std::vector<Wish> pending_;
  std::vector<std::int64_t> owed_;  ///< by node: memory still to come
  std::vector<bool> parked_;
  Hops hops_;
};

}  // namespace

Ordered order(Placement start, const std::vector<Wish>& wishes,
              const std::function<bool(NodeIndex)>& may_park) {
  return Ordering(std::move(start), wishes, may_park).run();
}

}  // namespace haxen::planner
