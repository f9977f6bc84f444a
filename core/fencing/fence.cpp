// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's levels are tried one after the other.
#include "fencing/fence.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

#include "async/worker.hpp"

namespace haxen::fencing {

namespace {

using namespace std::chrono_literals;
using model::FenceAction;
using model::FenceAttempt;
using model::FenceLevel;
using model::FenceResult;
using Ending = std::shared_ptr<const Interrupt>;

// Every step in there has its own bound; this one only sums them up.
constexpr auto margin = 6s;

FenceAttempt abandoned(const FenceLevel& level, Fault why) {
  return {level.agent,  level.place,    FenceResult::late,
          std::nullopt, std::move(why), Seconds(level.timeout + margin)};
}

Task<FenceAttempt> attempt_beside(Loop& loop, FenceLevel level, FenceAction action, Ending interrupt) {
  Worker worker(loop, fmt::format("fence agent '{}'", level.agent));
  std::function<Result<FenceAttempt>()> work = [level, action, interrupt] {
    return attempt(level, action, *interrupt);
  };
  auto asking = worker.call<FenceAttempt>(std::move(work), level.timeout + margin);
  auto made = co_await asking;
  if (!made) co_return abandoned(level, made.error());
  co_return std::move(*made);
}

Task<Examination> examine_beside(Loop& loop, FenceLevel level, Ending interrupt) {
  Worker worker(loop, fmt::format("fence agent '{}'", level.agent));
  std::function<Result<Examination>()> work = [level, interrupt] { return examine(level, *interrupt); };
  auto asking = worker.call<Examination>(std::move(work), level.timeout + margin);
  auto made = co_await asking;
  if (!made) co_return Examination{{}, abandoned(level, made.error())};
  co_return std::move(*made);
}

Task<std::vector<FenceAttempt>> all_at_once(Loop& loop, std::vector<FenceLevel> levels, Ending interrupt) {
  std::vector<Task<FenceAttempt>> tasks;
  for (auto& level : levels)
    tasks.push_back(attempt_beside(loop, std::move(level), FenceAction::status, interrupt));
  co_return co_await all(loop, std::move(tasks));
}

}  // namespace

Task<model::FenceOutcome> fence(Loop& loop, NodeName node, std::vector<FenceLevel> levels, FenceAction action,
                                Ending interrupt) {
  model::FenceOutcome outcome{std::move(node), action, {}};
  if (action == FenceAction::status) {
    outcome.levels = co_await all_at_once(loop, std::move(levels), interrupt);
    co_return outcome;
  }
  for (const auto& level : levels) {
    FenceAttempt made{level.agent, level.place};
    if (!is_done(outcome) && !interrupt->raised_within(0ms))
      made = co_await attempt_beside(loop, level, action, interrupt);
    outcome.levels.push_back(std::move(made));
  }
  co_return outcome;
}

Task<std::vector<Examination>> examine(Loop& loop, std::vector<FenceLevel> levels, Ending interrupt) {
  std::vector<Task<Examination>> tasks;
  for (auto& level : levels) tasks.push_back(examine_beside(loop, std::move(level), interrupt));
  co_return co_await all(loop, std::move(tasks));
}

bool is_done(const model::FenceOutcome& outcome) {
  return std::ranges::find(outcome.levels, FenceResult::done, &FenceAttempt::result) != outcome.levels.end();
}

std::optional<model::Power> power_of(const model::FenceOutcome& outcome) {
  const auto first = std::ranges::find(outcome.levels, FenceResult::done, &FenceAttempt::result);
  return first == outcome.levels.end() ? std::nullopt : first->power;
}

}  // namespace haxen::fencing
