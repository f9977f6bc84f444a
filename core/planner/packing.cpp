// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the attempts at packing, from the most comfortable to the tightest.
#include "planner/packing.hpp"

#include <algorithm>
#include <tuple>

#include "planner/ordering.hpp"
#include "planner/thorough.hpp"

namespace haxen::planner {
namespace {

constexpr unsigned longest_chain = 4;
constexpr std::uint64_t chain_effort = 2'000'000;
constexpr std::uint64_t last_effort = 10'000'000;

/// What the nodes hold, kept beside a placement.
class Held {
 public:
  Held(const Placement& now, const Balance& balance) : balance_(balance), held_(now.table().node_count()) {
    for (VmIndex v = 0; v < now.table().vm_count(); ++v) add(v, now.node_of(v));
  }
  void add(VmIndex vm, NodeIndex node) { held_[node] = held_[node] + balance_.amounts(vm); }
  double rise(VmIndex vm, NodeIndex node) const {
    return balance_.part(node, held_[node] + balance_.amounts(vm)) - balance_.part(node, held_[node]);
  }

 private:
  const Balance& balance_;
  std::vector<Amounts> held_;
};

std::size_t homes(const Placement& now, const Bounds& bounds, VmIndex vm) {
  std::size_t count = 0;
  for (NodeIndex n = 0; n < now.table().node_count(); ++n)
    if (bounds.may_enter(n) && now.table().nodes()[n].capacity >= now.table().vms()[vm].memory &&
        now.is_welcome(vm, n))
      ++count;
  return count;
}

bool binds_together(const RuleRow& row) { return row.must && row.kind == model::RuleKind::together; }

/// Those that must stay together follow the first of them.
std::vector<VmIndex> companies_joined(const Placement& now, const std::vector<VmIndex>& vms) {
  std::vector<bool> is_waiting(now.table().vm_count());
  for (const auto v : vms) is_waiting[v] = true;
  std::vector<VmIndex> joined;
  const auto take = [&](VmIndex v) {
    if (is_waiting[v]) joined.push_back(v);
    is_waiting[v] = false;
  };
  for (const auto v : vms) {
    take(v);
    for (const auto r : now.rules().of(v))
      if (binds_together(now.rules().rows()[r])) std::ranges::for_each(now.rules().rows()[r].members, take);
  }
  return joined;
}

std::vector<VmIndex> in_order(const Placement& now, const Bounds& bounds, std::vector<VmIndex> vms) {
  std::vector<std::tuple<std::size_t, std::int64_t, int, VmIndex>> ranks;
  for (const auto v : vms) {
    const auto& row = now.table().vms()[v];
    ranks.emplace_back(homes(now, bounds, v), -row.memory, -row.vm->policy.priority, v);
  }
  std::ranges::sort(ranks);
  vms.clear();
  for (const auto& rank : ranks) vms.push_back(std::get<VmIndex>(rank));
  return companies_joined(now, vms);
}

/// Whether the others that have to come to the same node, and are still to leave, will find room beside it.
bool has_room_for_company(const Placement& now, VmIndex vm, NodeIndex to) {
  for (const auto r : now.rules().of(vm)) {
    const auto& row = now.rules().rows()[r];
    if (!binds_together(row) || !row.rule->label.empty()) continue;
    std::int64_t needed = 0;
    for (const auto member : row.members) {
      if (!now.is_loose(member)) continue;
      needed += now.table().vms()[member].memory;
      if (!now.table().is_eligible(member, now.node_of(member), to)) return false;
    }
    if (needed > now.free(to)) return false;
  }
  return true;
}

NodeIndex most_even(const Placement& now, const Bounds& bounds, const Held& held, VmIndex vm) {
  std::tuple<double, double> best;
  NodeIndex node = nowhere;
  for (NodeIndex n = 0; n < now.table().node_count(); ++n) {
    if (!now.has_room(vm, n) || !bounds.may_enter(n)) continue;
    const std::tuple rank{now.discord(vm, n), held.rise(vm, n)};
    if (node != nowhere && rank >= best) continue;
    if (!now.is_welcome(vm, n) || !has_room_for_company(now, vm, n)) continue;
    best = rank;
    node = n;
  }
  return node;
}

Packing pack_evenly(Placement& now, const Bounds& bounds, const std::vector<VmIndex>& vms) {
  const Balance balance(now.table());
  Held held(now, balance);
  Packing packing;
  for (const auto v : vms) {
    const auto to = most_even(now, bounds, held, v);
    if (to == nowhere) {
      packing.unplaced.push_back(v);
      continue;
    }
    packing.hops.push_back({v, now.node_of(v), to});
    held.add(v, to);
    now.move(v, to);
  }
  return packing;
}

Packing pack_tightly(Placement& now, const Bounds& bounds, const std::vector<VmIndex>& vms, unsigned depth) {
  Effort effort(chain_effort);
  Packing packing;
  for (const auto v : vms) {
    const auto hops = make_way(now, bounds, v, depth, effort);
    if (hops.empty()) packing.unplaced.push_back(v);
    packing.hops.insert(packing.hops.end(), hops.begin(), hops.end());
  }
  return packing;
}

/// All of them or none.
Packing pack_at_any_price(Placement& now, const Bounds& bounds, const std::vector<VmIndex>& vms) {
  Effort effort(last_effort);
  auto hops = find_thoroughly(now, bounds, vms, effort);
  return hops.empty() ? Packing{{}, vms} : Packing{std::move(hops), {}};
}

/// Hops straight to where each VM ends, when an order is found for them that is no longer.
Hops straightened(const Placement& start, const Placement& end, const Bounds& bounds, const Hops& hops) {
  std::vector<Wish> wishes;
  std::vector<bool> is_wished(start.table().vm_count());
  for (const auto& hop : hops) {
    if (!is_wished[hop.vm]) wishes.push_back({hop.vm, end.node_of(hop.vm)});
    is_wished[hop.vm] = true;
  }
  if (wishes.size() == hops.size()) return hops;
  auto shorter = order(start, wishes, bounds.may_enter);
  return shorter.stuck.empty() && shorter.hops.size() < hops.size() ? std::move(shorter.hops) : hops;
}

}  // namespace

Packing pack(Placement& now, const Bounds& bounds, std::vector<VmIndex> vms) {
  for (const auto v : vms) now.loosen(v);
  const auto start = now;
  vms = in_order(now, bounds, std::move(vms));
  auto packing = pack_evenly(now, bounds, vms);
  for (const unsigned depth : {0U, 1U, 2U, longest_chain}) {
    if (packing.unplaced.empty()) break;
    auto tighter = start;
    auto attempt = pack_tightly(tighter, bounds, vms, depth);
    if (attempt.unplaced.size() >= packing.unplaced.size()) continue;
    packing = std::move(attempt);
    now = std::move(tighter);
  }
  if (!packing.unplaced.empty()) {
    auto tighter = start;
    auto attempt = pack_at_any_price(tighter, bounds, vms);
    if (attempt.unplaced.empty()) {
      packing = std::move(attempt);
      now = std::move(tighter);
    }
  }
  packing.hops = straightened(start, now, bounds, packing.hops);
  return packing;
}

}  // namespace haxen::planner
