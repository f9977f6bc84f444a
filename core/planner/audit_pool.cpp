// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the maximum flow behind a pool's worst state.
#include "planner/audit_pool.hpp"

#include <algorithm>
#include <numeric>

namespace haxen::planner::auditing {
namespace {

/// From arrivals (sources of their amounts) to the departures before them (sinks of theirs).
class Flow {
 public:
  Flow(const Pool& pool, const Precedence& precedence, std::optional<std::size_t> forced)
      : pool_(pool),
        supply_(pool.arrivals.size()),
        demand_(pool.departures.size()),
        reach_(pool.arrivals.size()) {
    for (std::size_t d = 0; d < demand_.size(); ++d) demand_[d] = pool.departures[d].amount;
    if (forced)
      for (std::size_t d = 0; d < demand_.size(); ++d)
        if (precedence.is_before(pool.departures[d].move, pool.arrivals[*forced].move)) demand_[d] = 0;
    for (std::size_t a = 0; a < supply_.size(); ++a) {
      supply_[a] = pool.arrivals[a].amount;
      for (std::size_t d = 0; d < demand_.size(); ++d)
        if (precedence.is_before(pool.departures[d].move, pool.arrivals[a].move)) reach_[a].push_back(d);
    }
    sent_.assign(supply_.size(), std::vector<std::int64_t>(demand_.size()));
  }

  std::int64_t maximum() {
    std::int64_t total = 0;
    for (std::size_t a = 0; a < supply_.size(); ++a)
      while (supply_[a] > 0) {
        seen_.assign(demand_.size(), false);
        const auto sent = push(a, supply_[a]);
        if (sent == 0) break;
        supply_[a] -= sent;
        total += sent;
      }
    return total;
  }

 private:
  /// Sends up to `amount` from the arrival, rerouting what other arrivals sent where that frees a departure.
  std::int64_t push(std::size_t arrival, std::int64_t amount) {
    for (const auto d : reach_[arrival]) {
      if (seen_[d]) continue;
      seen_[d] = true;
      if (const auto direct = std::min(amount, demand_[d]); direct > 0) {
        demand_[d] -= direct;
        sent_[arrival][d] += direct;
        return direct;
      }
      for (std::size_t other = 0; other < sent_.size(); ++other) {
        if (other == arrival || sent_[other][d] == 0) continue;
        const auto moved = push(other, std::min(amount, sent_[other][d]));
        if (moved == 0) continue;
        sent_[other][d] -= moved;
        sent_[arrival][d] += moved;
        return moved;
      }
    }
    return 0;
  }

  const Pool& pool_;
  std::vector<std::int64_t> supply_;
  std::vector<std::int64_t> demand_;
  std::vector<std::vector<std::size_t>> reach_;
  std::vector<std::vector<std::int64_t>> sent_;
  std::vector<bool> seen_;
};

std::int64_t total(const std::vector<Pool::Use>& uses) {
  return std::accumulate(uses.begin(), uses.end(), std::int64_t{0},
                         [](std::int64_t sum, const Pool::Use& use) { return sum + use.amount; });
}

/// In use at worst among the states in which this arrival has started.
std::int64_t worst_with(const Pool& pool, const Precedence& precedence, std::size_t arrival) {
  std::int64_t base = pool.at_first + total(pool.arrivals);
  for (const auto& departure : pool.departures)
    if (precedence.is_before(departure.move, pool.arrivals[arrival].move)) base -= departure.amount;
  return base - Flow(pool, precedence, arrival).maximum();
}

}  // namespace

std::optional<Excess> excess(const Pool& pool, const Precedence& precedence) {
  if (pool.arrivals.empty() || pool.at_first + total(pool.arrivals) <= pool.limit) return std::nullopt;
  const auto worst = pool.at_first + total(pool.arrivals) - Flow(pool, precedence, std::nullopt).maximum();
  if (worst <= pool.limit) return std::nullopt;
  // Where the limit was exceeded before anything moved, the worst state may be one in which nothing has
  // arrived yet.
  for (std::size_t a = pool.arrivals.size(); a-- > 0;)
    if (const auto amount = worst_with(pool, precedence, a); amount > pool.limit)
      return Excess{pool.arrivals[a].move, amount};
  return std::nullopt;
}

}  // namespace haxen::planner::auditing
