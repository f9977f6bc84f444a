// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which departures each arrival waits for.
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "planner/ordering.hpp"

namespace haxen::planner {
namespace {

constexpr auto at_first = static_cast<std::size_t>(-1);

/// What one node (or one place of one rule) has to give, and since when.
class Pool {
 public:
  explicit Pool(double free) {
    if (free >= 0)
      shares_.push_back({at_first, free});
    else
      debt_ = -free;
  }

  void release(std::size_t hop, double amount) {
    const double paid = std::min(debt_, amount);
    if (paid > 0) creditors_.push_back(hop);
    debt_ -= paid;
    if (amount > paid) shares_.push_back({hop, amount - paid});
  }

  /// Adds the hops whose release it uses. A pool that was overdrawn is entered only after what covered the
  /// debt.
  void take(double amount, std::vector<std::size_t>& after) {
    after.insert(after.end(), creditors_.begin(), creditors_.end());
    const auto is_awaited = [&](const Share& share) {
      return share.since == at_first || std::ranges::find(after, share.since) != after.end();
    };
    std::ranges::stable_partition(shares_, is_awaited);
    for (auto& share : shares_) {
      if (amount <= 0) break;
      const double part = std::min(amount, share.amount);
      if (part > 0 && share.since != at_first) after.push_back(share.since);
      share.amount -= part;
      amount -= part;
    }
    std::erase_if(shares_, [](const Share& share) { return share.amount <= 0; });
  }

 private:
  struct Share {
    std::size_t since;
    double amount;
  };
  std::vector<Share> shares_;
  std::vector<std::size_t> creditors_;
  double debt_ = 0;
};

enum class PoolKind { memory, vcpus, rule };
using PoolKey = std::tuple<PoolKind, RuleIndex, std::uint32_t>;

class Ledger {
 public:
  explicit Ledger(const Placement& start) : start_(start) {}

  void arrive(const Hop& hop, std::vector<std::size_t>& after) {
    visit(hop, hop.to, [&](Pool& pool, double amount) { pool.take(amount, after); });
  }
  void depart(const Hop& hop, std::size_t index) {
    visit(hop, hop.from, [&](Pool& pool, double amount) { pool.release(index, amount); });
  }

 private:
  template <class Deed>
  void visit(const Hop& hop, NodeIndex node, Deed deed) {
    const auto& row = start_.table().vms()[hop.vm];
    deed(pool({PoolKind::memory, 0, node}, static_cast<double>(start_.free(node))),
         static_cast<double>(row.memory));
    if (std::isfinite(start_.free_vcpus(node)))
      deed(pool({PoolKind::vcpus, 0, node}, start_.free_vcpus(node)), row.vcpus);
    for (const auto r : start_.rules().of(hop.vm)) {
      const auto& rule = start_.rules().rows()[r];
      const bool is_counted = rule.kind == model::RuleKind::apart || rule.kind == model::RuleKind::at_most;
      const bool stays = rule.place(hop.from) == rule.place(hop.to);
      if (!is_counted || !rule.must || !rule.always || stays || rule.place(node) == nowhere) continue;
      deed(pool({PoolKind::rule, r, rule.place(node)}, free_seats(r, rule.place(node))), 1);
    }
  }

  double free_seats(RuleIndex rule, Place place) const {
    const auto& row = start_.rules().rows()[rule];
    double seats = row.limit;
    for (const auto member : row.members) {
      const auto bound_for = start_.bound_for(member);
      const bool is_coming = bound_for != nowhere && row.place(bound_for) == place;
      if (is_coming || row.place(start_.node_of(member)) == place) --seats;
    }
    return seats;
  }

  Pool& pool(const PoolKey& key, double free) { return pools_.try_emplace(key, free).first->second; }

  const Placement& start_;
  std::map<PoolKey, Pool> pools_;
};

}  // namespace

std::vector<std::vector<std::size_t>> dependencies(const Placement& start, const Hops& hops,
                                                   std::size_t adopted) {
  std::vector<std::vector<std::size_t>> all(hops.size());
  std::map<VmIndex, std::size_t> latest;
  Ledger ledger(start);
  for (std::size_t i = 0; i < hops.size(); ++i) {
    auto& after = all[i];
    if (const auto found = latest.find(hops[i].vm); found != latest.end()) after.push_back(found->second);
    if (i >= adopted) ledger.arrive(hops[i], after);
    std::ranges::sort(after);
    after.erase(std::unique(after.begin(), after.end()), after.end());
    ledger.depart(hops[i], i);
    latest[hops[i].vm] = i;
  }
  return all;
}

}  // namespace haxen::planner
