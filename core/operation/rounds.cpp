// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the moves of two plans become those of one.
#include "operation/rounds.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "executor/welcome.hpp"

namespace haxen::operation {

namespace {

bool has_move_of(const model::Outcome& outcome, const VmUuid& vm) {
  return std::ranges::any_of(outcome.moves, [&vm](const auto& each) { return each.move.vm == vm; });
}

// The second's beside those of the first that it does not make again; `after` is of the list as it becomes.
std::vector<model::MoveOutcome> joined_moves(const model::Outcome& first, const model::Outcome& second) {
  std::vector<model::MoveOutcome> moves;
  std::map<std::size_t, std::size_t> places;
  for (std::size_t index = 0; index < first.moves.size(); ++index) {
    const auto& each = first.moves[index];
    if (did_not_move(each) && has_move_of(second, each.move.vm)) continue;
    places[index] = moves.size();
    moves.push_back(each);
    auto& after = moves.back().move.after;
    std::erase_if(after, [&places](std::size_t before) { return !places.contains(before); });
    for (auto& before : after) before = places.at(before);
  }
  const auto shift = moves.size();
  for (const auto& each : second.moves) {
    moves.push_back(each);
    for (auto& before : moves.back().move.after) before += shift;
  }
  return moves;
}

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
  std::ranges::move(more, std::back_inserter(to));
}

// Where the moves go that did not take place.
std::set<NodeName> missed_targets(const model::Outcome& outcome) {
  std::set<NodeName> targets;
  for (const auto& each : outcome.moves)
    if (did_not_move(each)) targets.insert(each.move.to);
  return targets;
}

}  // namespace

bool did_not_move(const model::MoveOutcome& each) {
  return each.result == model::MoveResult::stayed || each.result == model::MoveResult::not_started;
}

bool is_turned_away(const model::Outcome& outcome, const model::Fleet& now) {
  return std::ranges::any_of(outcome.moves, [&now](const model::MoveOutcome& each) {
    const auto* target = model::find_node(now, each.move.to);
    return did_not_move(each) && target != nullptr && model::is_cordoned(*target);
  });
}

Ended joined(Ended first, Ended second) {
  auto& outcome = first.outcome;
  outcome.moves = joined_moves(outcome, second.outcome);
  append(outcome.shut_downs, std::move(second.outcome.shut_downs));
  append(outcome.starts, std::move(second.outcome.starts));
  append(outcome.warnings, std::move(second.outcome.warnings));
  outcome.interrupted = second.outcome.interrupted;
  outcome.timed_out = second.outcome.timed_out;
  auto& plan = first.draft.plan;
  plan.moves.clear();
  for (const auto& each : outcome.moves) plan.moves.push_back(each.move);
  plan.blockers = std::move(second.draft.plan.blockers);
  return first;
}

Task<std::optional<model::Fleet>> turned_away(Context context, model::Outcome outcome) {
  if (context.stop.no_new_moves()) co_return std::optional<model::Fleet>();
  for (const auto& node : missed_targets(outcome)) {
    const auto target = node;
    const auto welcome =
        co_await executor::is_welcome(context.connections, context.settings.operation, target);
    if (welcome || welcome.error().kind != FaultKind::busy) continue;
    auto now = co_await context.desk.survey();
    if (now && is_turned_away(outcome, *now)) co_return std::optional(std::move(*now));
    co_return std::optional<model::Fleet>();
  }
  co_return std::optional<model::Fleet>();
}

}  // namespace haxen::operation
