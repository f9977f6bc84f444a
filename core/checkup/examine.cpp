// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the shells of all nodes are asked at once.
#include "checkup/examine.hpp"

#include <fmt/format.h>
#include <functional>
#include <memory>
#include <utility>

#include "async/worker.hpp"
#include "guard/scripts.hpp"
#include "virt/shell.hpp"

namespace haxen::checkup {

namespace {

using Steady = std::chrono::steady_clock;
using System = std::chrono::system_clock;

// The first has to start programs that the next find in memory.
constexpr int clock_rounds = 3;

Answers nothing_known(const Question& question, const std::string& why) {
  Answers answers;
  answers.clock_unknown = why;
  for (const auto& peer : question.peers)
    answers.pairs.push_back({question.name, peer.name, model::PeerReach::unknown, why});
  return answers;
}

/// The closest of a few readings.
Result<model::ClockOffset> clock_of(virt::Shell& shell, Steady::time_point until) {
  const auto difference = System::now().time_since_epoch() - Steady::now().time_since_epoch();
  const auto on_the_wall = [&](Steady::time_point time) {
    return System::time_point(
        std::chrono::duration_cast<System::duration>(time.time_since_epoch() + difference));
  };
  std::optional<model::ClockOffset> best;
  for (int round = 0; round < clock_rounds; ++round) {
    const auto answer = shell.ask(clock_question(), until);
    if (!answer) return tl::unexpected(answer.error());
    const auto clock = read_clock(answer->text, on_the_wall(answer->sent), on_the_wall(answer->received));
    if (clock && (!best || clock->error < best->error)) best = clock;
  }
  if (!best) return fault(FaultKind::unsupported, "its date command does not tell fractions of a second");
  return *best;
}

std::vector<model::PairCheck> pairs_of(virt::Shell& shell, const Question& question, Milliseconds patience) {
  if (question.peers.empty()) return {};
  const auto until = Steady::now() + time_for(question.peers.size(), patience);
  const auto answer = shell.ask(peers_question(question.peers, patience), until);
  if (!answer) return nothing_known(question, answer.error().message).pairs;
  return read_peers(answer->text, question.name, question.peers, patience);
}

Answers ask(const Question& question, Milliseconds patience) {
  const auto command = virt::shell_command(question.uri, patience);
  if (!command) return nothing_known(question, "it is not reached by ssh");
  auto shell = virt::Shell::open(*command, Steady::now() + patience);
  if (!shell) return nothing_known(question, shell.error().message);
  Answers answers;
  const auto clock = clock_of(*shell, Steady::now() + patience);
  if (clock)
    answers.clock = *clock;
  else
    answers.clock_unknown = clock.error().message;
  if (const auto told = shell->ask(lock_manager_question(), Steady::now() + patience))
    answers.lock_manager = read_lock_manager(told->text);
  if (const auto told = shell->ask(guard::question(), Steady::now() + patience))
    answers.guard = guard::read_answer(told->text);
  answers.pairs = pairs_of(*shell, question, patience);
  return answers;
}

// Every step in there has its own bound; this one only sums them up.
Task<Answers> ask_beside(Loop& loop, Question question, Milliseconds patience) {
  Worker worker(loop, fmt::format("node '{}'", question.name));
  std::function<Result<Answers>()> work = [question, patience] { return ask(question, patience); };
  const auto bound = patience * 4 + time_for(question.peers.size(), patience) + std::chrono::seconds(1);
  auto asking = worker.call<Answers>(std::move(work), bound);
  auto answers = co_await asking;
  if (!answers) co_return nothing_known(question, answers.error().message);
  co_return std::move(*answers);
}

}  // namespace

Task<std::vector<Answers>> examine(Loop& loop, std::vector<Question> questions, Milliseconds patience) {
  std::vector<Task<Answers>> tasks;
  for (auto& question : questions) tasks.push_back(ask_beside(loop, std::move(question), patience));
  co_return co_await all(loop, std::move(tasks));
}

}  // namespace haxen::checkup
