// SPDX-License-Identifier: GPL-2.0-or-later
// What the audit finds, and that it finds neither more nor less than trying out every interleaving would.
#include "planner/audit.hpp"

#include <doctest/doctest.h>
#include <random>
#include <set>

#include "fleet_builder.hpp"
#include "planner/audit_pool.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::Reason;
using test::a_move;
using test::FleetBuilder;

namespace {

model::Plan plan(std::vector<model::Move> moves) {
  model::Plan all;
  all.moves = std::move(moves);
  return all;
}

std::vector<Reason> found(const model::Fleet& fleet, const model::Plan& plan) {
  std::vector<Reason> all;
  for (const auto& blocker : audit(fleet, plan)) all.push_back(blocker.reason);
  return all;
}

using Reasons = std::vector<Reason>;

FleetBuilder three() { return FleetBuilder().node("a", gib(4)).node("b", gib(4)).node("c", gib(4)); }

/// All states of a plan one after the other: which moves have started, which have ended.
std::int64_t worst_by_trial(const auditing::Pool& pool, const std::vector<model::Move>& moves) {
  std::set<std::pair<unsigned, unsigned>> seen;
  std::vector<std::pair<unsigned, unsigned>> open = {{0U, 0U}};
  std::int64_t worst = std::numeric_limits<std::int64_t>::min();
  while (!open.empty()) {
    const auto [started, ended] = open.back();
    open.pop_back();
    if (!seen.insert({started, ended}).second) continue;
    std::int64_t used = pool.at_first;
    bool has_arrival = false;
    for (const auto& use : pool.arrivals)
      if (started >> use.move & 1U) used += use.amount, has_arrival = true;
    for (const auto& use : pool.departures)
      if (ended >> use.move & 1U) used -= use.amount;
    if (has_arrival) worst = std::max(worst, used);
    for (unsigned i = 0; i < moves.size(); ++i) {
      const bool is_ready =
          std::ranges::all_of(moves[i].after, [&](std::size_t b) { return ended >> b & 1U; });
      if (!(started >> i & 1U) && is_ready) open.emplace_back(started | 1U << i, ended);
      if ((started >> i & 1U) && !(ended >> i & 1U)) open.emplace_back(started, ended | 1U << i);
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("a sound plan is clean") {
  const auto fleet = three().vm("v", "a", gib(3)).vm("w", "b", gib(3)).build();
  CHECK(audit(fleet, plan({a_move("w", "b", "c", gib(3)), a_move("v", "a", "b", gib(3), {0})})).empty());
}

TEST_CASE("a target that is free only in a lucky order is found") {
  const auto fleet = three().vm("v", "a", gib(3)).vm("w", "b", gib(3)).build();
  CHECK(found(fleet, plan({a_move("w", "b", "c", gib(3)), a_move("v", "a", "b", gib(3))})) ==
        Reasons{Reason::not_enough_memory});
}

TEST_CASE("two arrivals that each find room alone are found out") {
  const auto fleet = three().vm("v", "a", gib(3)).vm("w", "b", gib(3)).build();
  CHECK(found(fleet, plan({a_move("v", "a", "c", gib(3)), a_move("w", "b", "c", gib(3))})) ==
        Reasons{Reason::not_enough_memory});
}

TEST_CASE("a plan whose moves wait in a circle is refused") {
  const auto fleet = three().vm("v", "a", gib(1)).vm("w", "b", gib(1)).build();
  CHECK(found(fleet, plan({a_move("v", "a", "c", gib(1), {1}), a_move("w", "b", "c", gib(1), {0})})) ==
        Reasons{Reason::order_broken, Reason::order_broken});
}

TEST_CASE("a VM that is elsewhere, or gone, is noticed") {
  const auto fleet = three().vm("v", "a", gib(1)).build();
  CHECK(found(fleet, plan({a_move("v", "b", "c", gib(1))})) == Reasons{Reason::not_at_source});
  CHECK(found(fleet, plan({a_move("ghost", "a", "c", gib(1))})) == Reasons{Reason::not_at_source});
}

TEST_CASE("two moves of one VM must follow one another") {
  const auto fleet = three().vm("v", "a", gib(1)).build();
  CHECK(found(fleet, plan({a_move("v", "a", "b", gib(1)), a_move("v", "b", "c", gib(1))})) ==
        Reasons{Reason::order_broken});
  CHECK(audit(fleet, plan({a_move("v", "a", "b", gib(1)), a_move("v", "b", "c", gib(1), {0})})).empty());
}

TEST_CASE("an obstacle to the target is found by the audit as well") {
  auto fleet = three().vm("v", "a", gib(1)).build();
  fleet.nodes[2].mark = model::Mark{};
  CHECK(found(fleet, plan({a_move("v", "a", "c", gib(1))})) == Reasons{Reason::cordoned});
}

TEST_CASE("leaving an overbooked node is no fault, entering it is") {
  const auto fleet = three().vm("v", "a", gib(3)).vm("w", "a", gib(3)).vm("x", "b", gib(1)).build();
  CHECK(audit(fleet, plan({a_move("v", "a", "c", gib(3))})).empty());
  CHECK(found(fleet, plan({a_move("x", "b", "a", gib(1))})) == Reasons{Reason::not_enough_memory});
  CHECK(audit(fleet, plan({a_move("v", "a", "c", gib(3)), a_move("x", "b", "a", gib(1), {0})})).empty());
}

TEST_CASE("rules that must hold are checked at the end, and at every step where they say so") {
  auto builder = three().vm("v", "a", gib(1)).vm("w", "b", gib(1)).vm("x", "c", gib(1));
  builder.rule(model::RuleKind::apart, "apart", {"v", "w"});
  const auto together_at_the_end = plan({a_move("v", "a", "b", gib(1))});
  const auto swapped = plan({a_move("v", "a", "b", gib(1)), a_move("w", "b", "a", gib(1))});
  CHECK(found(builder.build(), together_at_the_end) == Reasons{Reason::rule});
  CHECK(audit(builder.build(), swapped).empty());
  builder.last_rule().time = model::RuleTime::at_every_step;
  CHECK(found(builder.build(), swapped) == Reasons{Reason::rule, Reason::rule});
}

TEST_CASE("rules about nodes, company and direction are checked") {
  auto builder = three().vm("v", "a", gib(1)).vm("w", "a", gib(1));
  const auto go = plan({a_move("v", "a", "b", gib(1))});
  SUBCASE("only on") {
    builder.rule(model::RuleKind::only_on, "r", {"v"}).last_rule().nodes = {NodeName("a"), NodeName("c")};
    CHECK(found(builder.build(), go) == Reasons{Reason::rule});
  }
  SUBCASE("never on") {
    builder.rule(model::RuleKind::never_on, "r", {"v"}).last_rule().nodes = {NodeName("b")};
    CHECK(found(builder.build(), go) == Reasons{Reason::rule});
  }
  SUBCASE("together") {
    builder.rule(model::RuleKind::together, "r", {"v", "w"});
    CHECK(found(builder.build(), go) == Reasons{Reason::rule});
  }
  SUBCASE("direction") {
    builder.rule(model::RuleKind::direction, "r", {"v"}).last_rule().label = "gen";
    builder.last_rule().values = {"1", "2"};
    auto fleet = builder.build();
    fleet.nodes[0].labels["gen"] = "2";
    fleet.nodes[1].labels["gen"] = "1";
    CHECK(found(fleet, go) == Reasons{Reason::rule});
    fleet.nodes[1].labels["gen"] = "2";
    CHECK(audit(fleet, go).empty());
  }
  SUBCASE("a wish is no rule") {
    builder.rule(model::RuleKind::never_on, "r", {"v"}).last_rule().nodes = {NodeName("b")};
    builder.last_rule().must = false;
    CHECK(audit(builder.build(), go).empty());
  }
}

TEST_CASE("the worst state of a pool is the one that trying out every interleaving finds") {
  for (unsigned seed = 1; seed <= 400; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    std::vector<model::Move> moves(2 + below(6));
    auditing::Pool pool;
    pool.at_first = below(12);
    for (std::size_t i = 0; i < moves.size(); ++i) {
      for (std::size_t before = 0; before < i; ++before)
        if (below(3) == 0) moves[i].after.push_back(before);
      const auto use = auditing::Pool::Use{i, 1 + below(5)};
      if (below(2) == 0)
        pool.arrivals.push_back(use);
      else
        pool.departures.push_back(use);
    }
    const auto worst = worst_by_trial(pool, moves);
    const auto precedence = auditing::Precedence::of(moves);
    REQUIRE(precedence);
    for (pool.limit = 0; pool.limit < 40; ++pool.limit)
      CHECK(auditing::excess(pool, *precedence).has_value() == (worst > pool.limit));
  }
}
