// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a guest counts as up: with its first answer.
#include "answering.hpp"

#include <chrono>
#include <functional>

#include "async/worker.hpp"
#include "probe/prober.hpp"
#include "vm_targets.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2min;
constexpr auto pause_between = 250ms;
// An answer that takes longer than a second is none.
constexpr probe::Settings settings{pause_between, 1000ms, 1000ms, {.length = {}, .count = 1}};

}  // namespace

void Answering::hear(const model::Happening& happening) {
  const auto now = session_.loop().now();
  if (const auto* began = std::get_if<model::StartBegan>(&happening); began != nullptr && probes_) {
    auto& wait = waits_[began->vm.uuid];
    wait = std::make_shared<Wait>(session_.loop());
    wait->began = now;
  } else if (const auto* ended = std::get_if<model::StartEnded>(&happening); ended != nullptr && probes_) {
    const auto found = waits_.find(ended->vm.uuid);
    const bool runs = ended->outcome.result == model::StartResult::running;
    if (found != waits_.end() && !runs) {
      waits_.erase(found);
    } else if (found != waits_.end()) {
      found->second->vm = ended->outcome.start.vm;
      session_.loop().spawn(await_answer(found->second));
    }
  }
  next_.hear(happening);
}

Task<void> Answering::await_answer(std::shared_ptr<Wait> wait) {
  auto& loop = session_.loop();
  const auto deadline = wait->began + patience;
  bool answered = false;
  while (!answered && loop.now() < deadline && !stop_.no_new_moves()) {
    answered = co_await answers(wait);
    if (!answered) co_await loop.sleep(pause_between);
  }
  if (answered) wait->answered = loop.now() - wait->began;
  wait->over.set();
}

Task<bool> Answering::answers(std::shared_ptr<Wait> wait) {
  std::vector<model::Vm> vms;
  vms.push_back(wait->vm);
  const auto found = co_await find_targets(session_, vms, std::nullopt);
  const auto& target = found.front().target;
  if (!target) {
    wait->why = target.error().message;
    co_return false;
  }
  Worker worker(session_.loop(), target->host);
  const std::function<Result<model::ProbeReport>()> asking = [to = *target]() -> Result<model::ProbeReport> {
    auto prober = probe::Prober::reach({to}, settings);
    if (!prober) return tl::unexpected(prober.error());
    probe::Desk desk;
    return (*prober)->run(desk);
  };
  const auto told = co_await worker.call(asking, 30s);
  wait->why = told ? probe::to_string(*target) : told.error().message;
  co_return told && told->targets.front().answered > 0;
}

Task<void> Answering::end(model::Outcome& outcome) {
  if (waits_.empty()) co_return;
  hear(model::Waiting{std::nullopt, "for what was started to answer"});
  for (auto& start : outcome.starts) {
    const auto found = waits_.find(start.start.vm.uuid);
    if (found == waits_.end()) continue;
    const auto wait = found->second;
    co_await wait->over;
    if (!wait->answered && stop_.no_new_moves()) {
      outcome.interrupted = outcome.interrupted || stop_.was_asked();
      outcome.timed_out = outcome.timed_out || stop_.cause() == model::StopCause::time_limit;
      continue;
    }
    start.probed = true;
    start.answered = wait->answered;
    if (!wait->answered) start.warnings.push_back("it runs, and does not answer: " + wait->why);
  }
}

}  // namespace haxen::program
