// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what rebalancing may touch, which of its goals goes before which, and how its limits are kept.
#include "planner/rebalance.hpp"

#include <algorithm>

#include "planner/draft.hpp"
#include "planner/failover_watch.hpp"
#include "planner/levelling.hpp"
#include "planner/ordering.hpp"
#include "planner/schedule.hpp"

namespace haxen::planner {
namespace {

/// Plans made with what is remembered of the losses of nodes; after that nothing is.
constexpr int most_attempts = 3;

/// Until when each VM stays on account of its last move. Clocks differ: a move that is said to be still to
/// come was made just now, unless it lies further ahead than the time to cool down.
std::vector<std::optional<model::WallTime>> resting(const Table& table, const RebalanceRequest& request) {
  std::vector<std::optional<model::WallTime>> all;
  const auto length = std::chrono::ceil<std::chrono::seconds>(request.cool_down);
  for (const auto& row : table.vms()) {
    const auto moved = row.vm->moved;
    const bool rests = moved && *moved + length > request.now && *moved < request.now + length;
    all.push_back(rests ? std::optional(*moved + length) : std::nullopt);
  }
  return all;
}

class Rebalancing {
 public:
  Rebalancing(const model::Fleet& fleet, const RebalanceRequest& request)
      : request_(request),
        table_(fleet, request.operation),
        rules_(table_),
        balance_(table_),
        origin_(table_, rules_),
        start_(origin_),
        failover_(table_),
        resting_(resting(table_, request)) {
    bounds_.may_enter = [this](NodeIndex n) { return !is_left_alone(n); };
    bounds_.may_touch = [this](VmIndex v) {
      const auto& row = table_.vms()[v];
      return row.may_leave && request_.vms.holds(row.vm->uuid) && !is_left_alone(row.node) && !resting_[v];
    };
    adopt();
    allowance_.movers = request.max_moves;
    if (request.data) allowance_.bytes = static_cast<double>(request.data->count);
    if (request.time) allowance_.seconds = request.time->count();
  }

  model::Plan run() {
    while (true) {
      auto hops = moves();
      auto end = start_;
      for (const auto& hop : hops) end.move(hop.vm, hop.to);
      hops.insert(hops.begin(), adopted_.begin(), adopted_.end());
      auto plan = plan_of(origin_, hops, adopted_.size(), request_.limits);
      if (tighten(plan)) continue;
      Failover before(table_);
      plan.standing_before->stranded = bearing(before, origin_).stranded;
      plan.standing_after->stranded = bearing(failover_, end).stranded;
      plan.resting = rests();
      return plan;
    }
  }

 private:
  bool is_left_alone(NodeIndex n) const {
    const auto& mark = table_.nodes()[n].node->mark;
    return mark && (mark->kind == model::MarkKind::cordon || mark->operation != request_.operation);
  }

  /// Migrations that are under way are followed to where they lead; the rest is planned for the time after.
  void adopt() {
    for (VmIndex v = 0; v < table_.vm_count(); ++v) {
      const auto& row = table_.vms()[v];
      if (row.bound_for == nowhere || !request_.vms.holds(row.vm->uuid)) continue;
      if (is_left_alone(row.node) || is_left_alone(row.bound_for)) continue;
      adopted_.push_back({v, row.node, row.bound_for});
      start_.arrive(v);
    }
  }

  std::vector<model::Rest> rests() const {
    std::vector<model::Rest> all;
    for (VmIndex v = 0; v < table_.vm_count(); ++v) {
      const auto& vm = *table_.vms()[v].vm;
      if (resting_[v] && request_.vms.holds(vm.uuid) && !is_left_alone(table_.vms()[v].node))
        all.push_back({vm.uuid, *resting_[v]});
    }
    return all;
  }

  double price() const { return request_.min_gain / std::max<double>(1, table_.node_count()); }

  /// From where this leads nothing more would be found: planning on the outcome has nothing to do.
  Hops moves() {
    const bool is_limited = request_.max_moves || request_.data || request_.time;
    auto now = start_;
    Hops way;
    while (true) {
      const auto hops = improve(now);
      for (const auto& hop : hops) now.move(hop.vm, hop.to);
      way.insert(way.end(), hops.begin(), hops.end());
      if (hops.empty() || is_limited) return in_order(now, way);
    }
  }

  Hops improve(const Placement& from) {
    const auto before = bearing(failover_, from);
    Spread free(from, balance_, bounds_, price(), allowance_);
    Levelling(free, nullptr).run();
    const auto after = bearing(failover_, free.now());
    const bool is_free_good = after.is_as_good_as(before);
    if (before.shortfall == 0 && is_free_good) return free.hops();
    auto careful = level_carefully(from);
    const bool is_free_better = is_free_good && std::pair(after.shortfall, free.total()) <
                                                    std::pair(careful.shortfall, careful.total);
    return is_free_better ? free.hops() : std::move(careful.hops);
  }

  struct Careful {
    Hops hops;
    std::int64_t shortfall = 0;
    double total = 0;
  };

  /// Room for a failover goes first: every step is looked at. Where a search from nothing does not find in
  /// the end what was found on the way, less is taken from memory the next time.
  Careful level_carefully(const Placement& from) {
    std::vector<bool> mistrusted(table_.node_count());
    for (int attempt = 1;; ++attempt) {
      Spread spread(from, balance_, bounds_, price(), allowance_);
      FailoverWatch watch(table_, spread, mistrusted);
      secure(spread, watch);
      Levelling(spread, [&] { return watch.keeps(); }).run();
      const auto end = bearing(failover_, spread.now());
      const bool is_kept = watch.keeps() && end.is_as_good_as(watch.least());
      if (is_kept || attempt > most_attempts) return {spread.hops(), end.shortfall, spread.total()};
      for (NodeIndex n = 0; n < table_.node_count(); ++n)
        if (attempt == most_attempts || end.missing[n] > watch.missing(n)) mistrusted[n] = true;
    }
  }

  /// Moves that leave less without a place, those first that even out the most.
  void secure(Spread& spread, FailoverWatch& watch) {
    Destinations destinations(spread);
    while (watch.least().shortfall > 0) {
      std::vector<std::pair<Change, Step>> offers;
      for (MoverIndex m = 0; m < spread.movers().size(); ++m) {
        const auto from = spread.node_of(m);
        const double leaving = spread.shift(from, Amounts{} - spread.movers()[m].amounts);
        for (const auto to : destinations.few(m)) {
          const Change change{spread.strain(m, to), leaving + spread.shift(to, spread.movers()[m].amounts)};
          if (change.rules <= 0 && spread.may_go(m, to)) offers.push_back({change, {m, to}});
        }
      }
      std::ranges::stable_sort(offers, {}, &std::pair<Change, Step>::first);
      const auto is_better = [&](const auto& offer) {
        const auto before = spread.made();
        if (!spread.make(std::span(&offer.second, 1))) return false;
        if (watch.gains()) return true;
        spread.undo_to(before);
        return false;
      };
      if (std::ranges::none_of(offers, is_better)) return;
    }
  }

  /// Straight to where each VM ends. Where no order is found for that, the way that the search took.
  Hops in_order(const Placement& end, const Hops& way) const {
    std::vector<Wish> wishes;
    for (VmIndex v = 0; v < table_.vm_count(); ++v)
      if (end.node_of(v) != start_.node_of(v)) wishes.push_back({v, end.node_of(v)});
    auto ordered = order(start_, wishes, bounds_.may_enter);
    return ordered.stuck.empty() ? std::move(ordered.hops) : way;
  }

  /// Parking moves and links slower at their target may take a plan over what it is allowed.
  bool tighten(const model::Plan& plan) {
    double bytes = 0;
    double seconds = 0;
    std::size_t own = 0;
    for (const auto& move : plan.moves) {
      if (move.kind == model::MoveKind::adopt) continue;
      ++own;
      bytes += static_cast<double>(move.memory.count);
      seconds += move.expected_time.value_or(Seconds(0)).count();
    }
    bool is_over = false;
    const auto check = [&](auto& limit, const auto& wanted, double used) {
      if (!wanted || used <= *wanted || *limit <= 0) return;
      using Number = std::remove_reference_t<decltype(*limit)>;
      *limit = static_cast<Number>(std::max(
          0.0, std::min(static_cast<double>(*limit) - 1, static_cast<double>(*limit) * *wanted / used)));
      is_over = true;
    };
    const auto number = [](const auto& limit, auto count) {
      return limit ? std::optional<double>(static_cast<double>(count(*limit))) : std::nullopt;
    };
    check(allowance_.movers, number(request_.max_moves, [](auto n) { return n; }), static_cast<double>(own));
    check(allowance_.bytes, number(request_.data, [](auto n) { return n.count; }), bytes);
    check(allowance_.seconds, number(request_.time, [](auto n) { return n.count(); }), seconds);
    return is_over;
  }

  const RebalanceRequest& request_;
  Table table_;
  Rules rules_;
  Balance balance_;
  Placement origin_;
  Placement start_;  // once what is under way has arrived
  Hops adopted_;
  Failover failover_;
  std::vector<std::optional<model::WallTime>> resting_;  // until when, by VM
  Bounds bounds_;
  Allowance allowance_;
};

}  // namespace

model::Plan rebalance(const model::Fleet& fleet, const RebalanceRequest& request) {
  return Rebalancing(fleet, request).run();
}

}  // namespace haxen::planner
