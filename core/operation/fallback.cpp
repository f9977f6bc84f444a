// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs a drain has left behind, and what is done to them.
#include "operation/fallback.hpp"

#include <algorithm>
#include <utility>

#include "executor/save.hpp"
#include "executor/shut_down.hpp"
#include "operation/rounds.hpp"

namespace haxen::operation {

namespace {

// Of a VM that moves several times, one move that took place is enough: it is not where it was any more.
bool stayed(const model::Outcome& outcome, const VmUuid& vm) {
  return std::ranges::all_of(outcome.moves, [&](const model::MoveOutcome& each) {
    return each.move.vm != vm || did_not_move(each);
  });
}

bool is_alone(const model::Fleet& fleet, const VmUuid& vm) {
  return std::ranges::count_if(
             fleet.vms, [&](const model::Vm& each) { return each.uuid == vm && is_active(each.state); }) == 1;
}

bool is_migrating(const model::Vm& vm) { return vm.job && vm.job->kind != model::JobKind::other; }

}  // namespace

std::vector<model::ShutDown> left_behind(const model::Fleet& fleet, const std::set<NodeName>& nodes,
                                         const model::Outcome& outcome) {
  std::vector<const model::Vm*> left;
  for (const auto& vm : fleet.vms) {
    if (nodes.contains(vm.node) && is_active(vm.state) && vm.persistent && stayed(outcome, vm.uuid) &&
        is_alone(fleet, vm.uuid) && !is_migrating(vm))
      left.push_back(&vm);
  }
  std::ranges::sort(left, {}, [](const model::Vm* vm) { return vm->name; });
  std::vector<model::ShutDown> result;
  for (const auto* vm : left) result.push_back({vm->uuid, vm->node});
  return result;
}

Task<std::vector<model::ShutDownOutcome>> fall_back(Loop& loop, executor::Connections& connections,
                                                    const executor::Settings& settings,
                                                    executor::Listener& listener, Fallback fallback,
                                                    model::Fleet fleet, std::vector<model::ShutDown> left) {
  model::Plan plan;
  plan.shut_downs = std::move(left);
  executor::StopSwitch unpressed(loop);
  switch (fallback) {
    case Fallback::none:
    case Fallback::leave: break;
    case Fallback::shut_down:
      co_return co_await executor::shut_down_all(loop, connections, settings, listener, unpressed, fleet,
                                                 plan);
    case Fallback::save:
      co_return co_await executor::save_all(loop, connections, settings, listener, fleet, plan.shut_downs);
  }
  co_return std::vector<model::ShutDownOutcome>{};
}

}  // namespace haxen::operation
