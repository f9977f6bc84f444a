// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the operator's hooks are run around an operation, and what comes of what they say.
#include "hooking.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>

#include "async/worker.hpp"
#include "say.hpp"
#include "state.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;

// For the rest of a stage, when everything else is being given up.
constexpr auto last_moments = 5s;

model::HookResult result_of(const hooks::Report& report) {
  switch (report.how) {
    case hooks::How::ended: return report.status == 0 ? model::HookResult::passed : model::HookResult::failed;
    case hooks::How::late: return model::HookResult::late;
    case hooks::How::interrupted: return model::HookResult::interrupted;
    case hooks::How::not_run: return model::HookResult::not_run;
  }
  return model::HookResult::not_run;
}

Milliseconds until(Time end, Loop& loop) {
  return std::max(Milliseconds(0), std::chrono::floor<Milliseconds>(end - loop.now()));
}

}  // namespace

Result<hooks::Hooks> hooks_for(const config::Config& config, const std::string& fleet_file) {
  const auto& named = config.hooks.directory;
  const auto beside = std::filesystem::path(whole_path(fleet_file)).parent_path();
  auto found = hooks::find_hooks(beside / (named.empty() ? "hooks.d" : named));
  if (!found && found.error().kind == FaultKind::missing) {
    if (named.empty()) return hooks::Hooks{};
    return fault(FaultKind::usage, "hooks: " + found.error().message,
                 "make it, or mend 'directory' in [hooks] of the fleet file");
  }
  if (!found) return tl::unexpected(about("hooks", found.error()));
  for (const auto& text : found->ignored) warn("hooks: " + text);
  return found;
}

std::vector<std::string> names_of(const hooks::Hooks& hooks, const std::string& command) {
  std::vector<std::string> names;
  for (const auto& stage :
       {"before-" + command, std::string("before-vm"), std::string("after-vm"), "after-" + command}) {
    const auto found = hooks.stages.find(stage);
    if (found == hooks.stages.end()) continue;
    for (const auto& hook : found->second) names.push_back(hook.name);
  }
  return names;
}

Hooking::Hooking(Loop& loop, executor::StopSwitch& stop, executor::Listener& listener, hooks::Hooks hooks,
                 Milliseconds limit, model::Operation operation)
    : loop_(loop),
      stop_(stop),
      listener_(listener),
      hooks_(std::move(hooks)),
      limit_(limit),
      operation_(std::move(operation)) {
  if (!hooks_.stages.empty()) loop_.spawn(watch_stop());
}

Task<void> Hooking::watch_stop() {
  Bell& pressed = stop_.pressed();
  while (!stop_.abort_running()) {
    if (stop_.no_new_moves()) at_once_->raise();
    co_await pressed;
  }
  at_once_->raise();
  at_last_->raise();
}

const std::vector<hooks::Hook>& Hooking::hooks_of(const std::string& stage) const {
  static const std::vector<hooks::Hook> none;
  const auto found = hooks_.stages.find(stage);
  return found == hooks_.stages.end() ? none : found->second;
}

Task<Result<void>> Hooking::before_all(std::string plan) {
  began_ = true;
  const Occasion occasion{"before-" + operation_.command, std::nullopt, std::move(plan), {}};
  co_return co_await run_before(occasion);
}

Task<void> Hooking::after_all(std::string outcome) {
  if (!began_) co_return;
  const Occasion occasion{"after-" + operation_.command, std::nullopt, {}, std::move(outcome)};
  co_await run_after(occasion);
}

Task<Result<void>> Hooking::before(const model::NamedVm& vm, const model::Move& move) {
  return run_before({"before-vm", report::hook_vm(vm, move)});
}

Task<Result<void>> Hooking::before(const model::NamedVm& vm, const model::ShutDown& shut_down) {
  return run_before({"before-vm", report::hook_vm(vm, shut_down)});
}

Task<void> Hooking::after(const model::NamedVm& vm, const model::MoveOutcome& outcome) {
  return run_after({"after-vm", report::hook_vm(vm, outcome)});
}

Task<void> Hooking::after(const model::NamedVm& vm, const model::ShutDownOutcome& outcome) {
  return run_after({"after-vm", report::hook_vm(vm, outcome)});
}

Task<Result<void>> Hooking::run_before(Occasion occasion) {
  for (const auto& hook : hooks_of(occasion.stage)) {
    const auto ended = co_await run_one(hook, occasion, limit_, at_once_);
    listener_.hear(ended);
    if (ended.result == model::HookResult::passed) continue;
    const bool stopped = ended.result == model::HookResult::interrupted;
    co_return fault(stopped ? FaultKind::aborted : FaultKind::failed, report::sentence(ended));
  }
  co_return Result<void>{};
}

// One that goes wrong keeps no other from its turn.
Task<void> Hooking::run_after(Occasion occasion) {
  const bool given_up = stop_.abort_running();
  const auto end = loop_.now() + last_moments;
  const auto interrupt = given_up ? never_ : at_last_;
  for (const auto& hook : hooks_of(occasion.stage)) {
    const auto limit = given_up ? std::min(limit_, until(end, loop_)) : limit_;
    const auto ended = co_await run_one(hook, occasion, limit, interrupt);
    listener_.hear(ended);
    if (ended.result == model::HookResult::passed) continue;
    const auto about = ended.vm ? fmt::format("vm '{}': ", ended.vm->name) : std::string();
    warnings_.push_back(about + report::sentence(ended));
  }
}

Task<model::HookEnded> Hooking::run_one(hooks::Hook hook, Occasion occasion, Milliseconds limit,
                                        std::shared_ptr<hooks::Interrupt> interrupt) {
  hooks::Call call;
  call.hook = hook;
  call.input =
      report::hook_document({occasion.stage, operation_, occasion.vm, occasion.plan, occasion.outcome});
  call.environment = {"HAXEN_FLEET=" + whole_path(operation_.fleet), "HAXEN_STAGE=" + occasion.stage,
                      "HAXEN_OPERATION=" + operation_.id.str()};
  call.limit = limit;
  Worker worker(loop_, hook.name);
  std::function<Result<hooks::Report>()> work = [call, interrupt] { return hooks::run(call, *interrupt); };
  const auto report = co_await worker.call<hooks::Report>(std::move(work), std::nullopt);
  model::HookEnded ended;
  ended.hook = hook.name;
  if (occasion.vm) ended.vm = occasion.vm->vm;
  ended.result = result_of(*report);
  if (ended.result != model::HookResult::not_run) ended.status = report->status;
  ended.time = report->time;
  ended.output = report->output;
  co_return ended;
}

}  // namespace haxen::program
