// SPDX-License-Identifier: GPL-2.0-or-later
// What is remembered of the losses of nodes, beside what a look at all of them finds.
#include "planner/failover_watch.hpp"

#include <doctest/doctest.h>

#include "random_fleets.hpp"

using namespace haxen;
using namespace haxen::planner;

namespace {

Bounds anywhere() {
  Bounds bounds;
  bounds.may_enter = [](NodeIndex) { return true; };
  bounds.may_touch = [](VmIndex) { return true; };
  return bounds;
}

/// Everything that looking at a fleet's steps needs.
struct Bench {
  explicit Bench(const model::Fleet& fleet, std::vector<bool> mistrusted = {})
      : table(fleet),
        rules(table),
        balance(table),
        start(table, rules),
        spread(start, balance, anywhere(), 0, Allowance{}),
        failover(table),
        watch(table, spread, mistrusted.empty() ? std::vector<bool>(table.node_count()) : mistrusted) {}

  Table table;
  Rules rules;
  Balance balance;
  Placement start;
  Spread spread;
  Failover failover;
  FailoverWatch watch;
};

bool go(Bench& bench, test::Dice& dice) {
  const Step step{dice.roll(0, static_cast<unsigned>(bench.spread.movers().size()) - 1),
                  dice.roll(0, bench.table.node_count() - 1)};
  if (!bench.spread.may_go(step.mover, step.to)) return false;
  return bench.spread.make(std::span(&step, 1)).has_value();
}

}  // namespace

TEST_CASE("a loss that is remembered as borne is one, and one that is not found borne is none") {
  const auto count = test::random_fleets(200);
  unsigned kept = 0, refused = 0, at_odds = 0;
  for (unsigned seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    test::Dice dice(seed);
    const auto fleet = test::random_fleet(dice, 8, 30).build();
    if (fleet.vms.empty()) continue;
    Bench bench(fleet);
    const auto least = bench.watch.least();
    for (int i = 0; i < 40; ++i) {
      const auto before = bench.spread.made();
      if (!go(bench, dice)) continue;
      const bool is_kept = bench.watch.keeps();
      const bool is_good = bearing(bench.failover, bench.spread.now()).is_as_good_as(least);
      ++(is_kept ? kept : refused);
      at_odds += is_kept != is_good;
      if (!is_kept && dice.roll(0, 3) > 0) bench.spread.undo_to(before);
    }
  }
  MESSAGE(kept << " steps kept, " << refused << " refused, " << at_odds
               << " judged otherwise by a fresh look");
  CHECK(kept > count / 2);
  CHECK(refused > count / 2);
  CHECK(at_odds * 100 <= kept + refused);
}

TEST_CASE("where nothing is trusted, every step is judged as by a look at all losses") {
  const auto count = test::random_fleets(60);
  for (unsigned seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    test::Dice dice(seed);
    const auto fleet = test::random_fleet(dice, 6, 20).build();
    if (fleet.vms.empty()) continue;
    Bench bench(fleet, std::vector<bool>(fleet.nodes.size(), true));
    const auto least = bench.watch.least();
    for (int i = 0; i < 30; ++i) {
      if (!go(bench, dice)) continue;
      CHECK(bench.watch.keeps() == bearing(bench.failover, bench.spread.now()).is_as_good_as(least));
    }
  }
}
