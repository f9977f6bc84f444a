// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a VM is put on its node's disk.
#include "executor/save.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>

namespace haxen::executor {

namespace {

using model::ShutDownOutcome;
using model::ShutDownResult;
using namespace std::chrono_literals;

constexpr auto glance = 200ms;

// Shared with the task that waits for the call, which may never return.
struct Call {
  std::unique_ptr<virt::Host> host;
  std::optional<Result<void>> result;
};

Task<void> make(std::shared_ptr<Call> call, VmUuid vm) { call->result = co_await call->host->save(vm); }

std::string why_not(const Call& call) {
  if (call.result && !*call.result) return call.result->error().message;
  return "it was not saved in time; it goes on running";
}

// What the call says is only its word: the node is asked.
Task<ShutDownOutcome> judge(Connections& connections, std::shared_ptr<Call> call, ShutDownOutcome outcome) {
  const auto seen = co_await connections.look(outcome.shut_down.node, outcome.shut_down.vm);
  if (!seen) {
    outcome.result = ShutDownResult::unproven;
    outcome.fault = seen.error().message;
  } else if (seen->defined && is_active(seen->state)) {
    outcome.result = ShutDownResult::still_running;
    outcome.fault = why_not(*call);
  } else {
    const bool by_us = call->result && *call->result;
    outcome.result = by_us ? ShutDownResult::saved : ShutDownResult::off;
  }
  co_return outcome;
}

Task<ShutDownOutcome> save_one(Loop& loop, Connections& connections, const Settings& settings,
                               Listener& listener, model::ShutDown shut_down, model::NamedVm named) {
  ShutDownOutcome outcome;
  outcome.shut_down = shut_down;
  const auto start = loop.now();
  auto host = co_await connections.open(shut_down.node);
  if (!host) {
    outcome.fault = host.error().message;
    co_return outcome;
  }
  listener.hear(model::Waiting{named, fmt::format("until its memory is on {}'s disk", shut_down.node)});
  auto call = std::make_shared<Call>();
  call->host = std::move(*host);
  loop.spawn(make(call, shut_down.vm));
  while (!call->result && loop.now() - start < settings.save_patience) co_await loop.sleep(glance);
  if (!call->result) co_await connections.abort_job(shut_down.node, shut_down.vm);
  outcome = co_await judge(connections, call, outcome);
  outcome.time = loop.now() - start;
  listener.hear(model::ShutDownEnded{named, outcome});
  co_return outcome;
}

}  // namespace

Task<std::vector<ShutDownOutcome>> save_all(Loop& loop, Connections& connections, const Settings& settings,
                                            Listener& listener, model::Fleet fleet,
                                            std::vector<model::ShutDown> those) {
  std::vector<Task<ShutDownOutcome>> tasks;
  for (const auto& each : those) {
    const auto* vm = model::find_vm(fleet, each.vm);
    const model::NamedVm named{each.vm, vm != nullptr ? vm->name : VmName(each.vm.str())};
    tasks.push_back(save_one(loop, connections, settings, listener, each, named));
  }
  co_return co_await all(loop, std::move(tasks));
}

}  // namespace haxen::executor
