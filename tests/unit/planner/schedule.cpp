// SPDX-License-Identifier: GPL-2.0-or-later
// How long plans take on the nodes' links.
#include "planner/schedule.hpp"

#include <doctest/doctest.h>

#include "fleet_builder.hpp"

using namespace haxen;
using namespace haxen::planner;
using test::a_move;

namespace {

model::Fleet linked(std::initializer_list<std::pair<const char*, double>> rates) {
  test::FleetBuilder builder;
  for (const auto& [name, rate] : rates) builder.node(name, gib(64)).last_node().link = Bandwidth{rate};
  return builder.build();
}

}  // namespace

TEST_CASE("a move takes its memory over the slower link") {
  const auto fleet = linked({{"a", 100.0}, {"b", 50.0}});
  CHECK(move_time(fleet, a_move("v", "a", "b", Bytes{1000})) == Seconds(20));
}

TEST_CASE("without a link rate nothing is foretold") {
  auto fleet = linked({{"a", 100.0}, {"b", 50.0}});
  fleet.nodes[1].link.reset();
  const std::vector moves = {a_move("v", "a", "b", Bytes{1000})};
  CHECK(move_time(fleet, moves[0]) == std::nullopt);
  CHECK(makespan(fleet, moves, {}) == std::nullopt);
  CHECK(lower_bound(fleet, moves) == std::nullopt);
}

TEST_CASE("moves on one link share it, and one behind another waits") {
  const auto fleet = linked({{"a", 100.0}, {"b", 100.0}, {"c", 100.0}});
  const std::vector side_by_side = {a_move("v", "a", "b", Bytes{1000}), a_move("w", "a", "c", Bytes{1000})};
  CHECK(makespan(fleet, side_by_side, {})->count() == doctest::Approx(20));
  CHECK(lower_bound(fleet, side_by_side)->count() == doctest::Approx(20));
  const std::vector chained = {a_move("v", "a", "b", Bytes{1000}), a_move("w", "c", "a", Bytes{500}, {0})};
  CHECK(makespan(fleet, chained, {})->count() == doctest::Approx(15));
  CHECK(lower_bound(fleet, chained)->count() == doctest::Approx(10));
}

TEST_CASE("limits hold moves back") {
  const auto fleet = linked({{"a", 100.0}, {"b", 100.0}, {"c", 100.0}, {"d", 100.0}});
  const std::vector moves = {a_move("v", "a", "b", Bytes{1000}), a_move("w", "c", "d", Bytes{1000})};
  CHECK(makespan(fleet, moves, {})->count() == doctest::Approx(10));
  CHECK(makespan(fleet, moves, {2, 2, 1})->count() == doctest::Approx(20));
}
