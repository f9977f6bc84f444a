// SPDX-License-Identifier: GPL-2.0-or-later
// What two rounds of a drain come to together.
#include "operation/rounds.hpp"

#include <doctest/doctest.h>

#include "operation/sample.hpp"

using namespace haxen;
using namespace haxen::test;
using model::MoveResult;
using operation::is_turned_away;

namespace {

model::MoveOutcome told(model::Move move, MoveResult result) {
  model::MoveOutcome outcome;
  outcome.move = std::move(move);
  outcome.result = result;
  return outcome;
}

operation::Ended round(std::vector<model::MoveOutcome> moves) {
  operation::Ended ended;
  ended.how = operation::Ending::carried_out;
  ended.draft.fleet = plain_fleet();
  for (const auto& each : moves) ended.draft.plan.moves.push_back(each.move);
  ended.outcome.moves = std::move(moves);
  return ended;
}

}  // namespace

TEST_CASE("a move to a node that is cordoned or goes down by now was turned away, and no other") {
  const auto to = [](MoveResult result) {
    model::Outcome outcome;
    outcome.moves = {told(a_move("web", "n1", "n2", gib(1)), result)};
    return outcome;
  };
  auto fleet = plain_fleet();
  CHECK_FALSE(is_turned_away(to(MoveResult::stayed), fleet));
  node_in(fleet, "n2").mark = a_mark(model::MarkKind::claim);
  CHECK_FALSE(is_turned_away(to(MoveResult::stayed), fleet));
  node_in(fleet, "n2").mark->leaving = true;
  CHECK(is_turned_away(to(MoveResult::stayed), fleet));
  CHECK(is_turned_away(to(MoveResult::not_started), fleet));
  CHECK_FALSE(is_turned_away(to(MoveResult::moved), fleet));
  CHECK_FALSE(is_turned_away(to(MoveResult::gone), fleet));
  node_in(fleet, "n2").mark = a_mark(model::MarkKind::cordon);
  CHECK(is_turned_away(to(MoveResult::stayed), fleet));
}

TEST_CASE(
    "of what stayed at first and was dealt with then, the second round tells; what waits on what is counted "
    "anew") {
  const auto first = round({told(a_move("web", "n1", "n2", gib(1)), MoveResult::stayed),
                            told(a_move("mail", "n2", "n3", gib(1)), MoveResult::moved),
                            told(a_move("far", "n4", "n2", gib(1), {0, 1}), MoveResult::stayed)});
  const auto second = round({told(a_move("web", "n1", "n3", gib(1)), MoveResult::moved),
                             told(a_move("db", "n1", "n4", gib(2), {0}), MoveResult::moved)});
  const auto both = joined(first, second);
  const std::vector<model::MoveOutcome> expected = {
      told(a_move("mail", "n2", "n3", gib(1)), MoveResult::moved),
      told(a_move("far", "n4", "n2", gib(1), {0}), MoveResult::stayed),
      told(a_move("web", "n1", "n3", gib(1)), MoveResult::moved),
      told(a_move("db", "n1", "n4", gib(2), {2}), MoveResult::moved)};
  CHECK(both.outcome.moves == expected);
  REQUIRE(both.draft.plan.moves.size() == 4);
  CHECK(both.draft.plan.moves[3] == expected[3].move);
}
