// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a guest is asked to shut down.
#include "executor/shut_down.hpp"

#include <fmt/format.h>

namespace haxen::executor {

namespace {

using model::ShutDownOutcome;
using model::ShutDownResult;
using namespace std::chrono_literals;

constexpr auto glance = 500ms;

Task<ShutDownOutcome> watch(Loop& loop, Connections& connections, const Settings& settings, StopSwitch& stop,
                            ShutDownOutcome outcome) {
  const auto& [vm, node] = outcome.shut_down;
  const auto start = loop.now();
  while (true) {
    const auto seen = co_await connections.look(node, vm);
    if (seen && !(seen->defined && is_active(seen->state))) {
      outcome.result = ShutDownResult::off;
      outcome.time = loop.now() - start;
      co_return outcome;
    }
    if (loop.now() - start > settings.shut_down_patience || stop.abort_running()) {
      outcome.result = seen ? ShutDownResult::still_running : ShutDownResult::unproven;
      outcome.fault =
          seen ? std::string("the guest did not shut down in time; it was not forced") : seen.error().message;
      co_return outcome;
    }
    co_await loop.sleep(glance);
  }
}

// What every shutting down works with.
struct Ways {
  Loop& loop;
  Connections& connections;
  const Settings& settings;
  Listener& listener;
  StopSwitch& stop;
};

Task<ShutDownOutcome> ask(Ways ways, model::NamedVm named, ShutDownOutcome outcome) {
  const auto shut_down = outcome.shut_down;
  ways.listener.hear(model::ShutDownAsked{named, shut_down.node});
  const auto asked = co_await ways.connections.shut_down(shut_down.node, shut_down.vm);
  if (asked) {
    outcome = co_await watch(ways.loop, ways.connections, ways.settings, ways.stop, outcome);
  } else {
    outcome.result = ShutDownResult::still_running;
    outcome.fault = asked.error().message;
  }
  ways.listener.hear(model::ShutDownEnded{named, outcome});
  co_return outcome;
}

Task<ShutDownOutcome> shut_down_one(Ways ways, model::ShutDown shut_down, model::NamedVm named) {
  ShutDownOutcome outcome;
  outcome.shut_down = shut_down;
  outcome.fault = "stopped before its turn";
  if (ways.stop.no_new_moves()) co_return outcome;
  const auto cleared = co_await ways.settings.hooks->before(named, shut_down);
  if (!cleared) {
    outcome.fault = cleared.error().message;
  } else if (!ways.stop.no_new_moves()) {
    outcome.fault.clear();
    outcome = co_await ask(ways, named, outcome);
  }
  co_await ways.settings.hooks->after(named, outcome);
  co_return outcome;
}

}  // namespace

Task<std::vector<ShutDownOutcome>> shut_down_all(Loop& loop, Connections& connections,
                                                 const Settings& settings, Listener& listener,
                                                 StopSwitch& stop, model::Fleet fleet, model::Plan plan) {
  std::vector<Task<ShutDownOutcome>> tasks;
  for (const auto& shut_down : plan.shut_downs) {
    const auto* vm = model::find_vm(fleet, shut_down.vm);
    const model::NamedVm named{shut_down.vm, vm != nullptr ? vm->name : VmName(shut_down.vm.str())};
    tasks.push_back(shut_down_one({loop, connections, settings, listener, stop}, shut_down, named));
  }
  co_return co_await all(loop, std::move(tasks));
}

}  // namespace haxen::executor
