// SPDX-License-Identifier: GPL-2.0-or-later
// What the planner finds in small fleets, against everything that there is to find.
#include <algorithm>
#include <doctest/doctest.h>

#include "every_placement.hpp"
#include "planner/audit.hpp"
#include "planner/balance.hpp"
#include "planner/evacuate.hpp"
#include "planner/failover_room.hpp"
#include "planner/rebalance.hpp"
#include "random_fleets.hpp"

using namespace haxen;
using namespace haxen::planner;

namespace {

model::Fleet small_fleet(unsigned seed) {
  test::Dice dice(seed);
  return test::random_fleet(dice, 4, 8).build();
}

bool can_be_drained(const model::Fleet& fleet, NodeIndex node) {
  const Table table(fleet);
  bool found = false;
  test::EveryPlacement(table, node).walk([&](const test::Whole& now) {
    return found = std::ranges::find(now, node) == now.end();
  });
  return found;
}

double score(const Table& table, const Balance& balance, const test::Whole& now) {
  std::vector<Amounts> held(table.node_count());
  for (VmIndex v = 0; v < now.size(); ++v) held[now[v]] = held[now[v]] + balance.amounts(v);
  double sum = 0;
  for (NodeIndex n = 0; n < table.node_count(); ++n) sum += balance.part(n, held[n]);
  return sum;
}

bool may_lose_any(const Table& table, const test::Whole& whole) {
  const Rules rules(table);
  Placement now(table, rules);
  for (VmIndex v = 0; v < whole.size(); ++v) now.move(v, whole[v]);
  Failover failover(table);
  failover.follow(now);
  return failover.shortfall() == 0;
}

/// The lowest score of all placements in reach in which every node may be lost.
double best_score(const model::Fleet& fleet) {
  const Table table(fleet);
  const Balance balance(table);
  std::vector<std::pair<double, test::Whole>> all;
  test::EveryPlacement(table).walk([&](const test::Whole& now) {
    all.emplace_back(score(table, balance, now), now);
    return false;
  });
  std::ranges::sort(all);
  for (const auto& [value, whole] : all)
    if (may_lose_any(table, whole)) return value;
  return all.front().first;
}

bool may_lose_any(const model::Fleet& fleet) {
  const auto room = failover_room(fleet);
  return std::ranges::all_of(room, [](const FailoverRoom& each) { return each.stranded.empty(); });
}

}  // namespace

TEST_CASE("a small fleet's node is drained whenever there is any way at all") {
  const auto count = test::random_fleets(300);
  unsigned ways = 0;
  for (unsigned seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    const auto fleet = small_fleet(seed);
    EvacuationRequest request;
    request.sources = {fleet.nodes.front().name};
    const auto plan = evacuate(fleet, request);
    CHECK(audit(fleet, plan).empty());
    if (!can_be_drained(fleet, 0)) continue;
    ++ways;
    CHECK(plan.blockers.empty());
  }
  MESSAGE(ways << " of " << count << " fleets had a way");
}

TEST_CASE("rebalancing small fleets comes within a fiftieth of the best there is") {
  const auto count = test::random_fleets(120);
  double closed = 0;
  double least = 1;
  unsigned fleets_with_gap = 0;
  RebalanceRequest request;
  request.min_gain = 0;
  for (unsigned seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    const auto fleet = small_fleet(seed);
    if (!may_lose_any(fleet)) continue;
    const auto plan = rebalance(fleet, request);
    REQUIRE(audit(fleet, plan).empty());
    const double best = best_score(fleet);
    CHECK(*plan.score_after >= doctest::Approx(best));
    CHECK(may_lose_any(model::apply(fleet, plan.moves)));
    if (*plan.score_before - best < 1e-9) continue;
    const double part = (*plan.score_before - *plan.score_after) / (*plan.score_before - best);
    if (part < 0.9) MESSAGE("seed " << seed << " closes " << part);
    ++fleets_with_gap;
    closed += part;
    least = std::min(least, part);
  }
  MESSAGE(fleets_with_gap << " fleets, closed on average " << closed / fleets_with_gap << ", at least "
                          << least);
  CHECK(closed / fleets_with_gap >= 0.98);
}
