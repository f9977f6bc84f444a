// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs a drain has left behind.
#include "operation/fallback.hpp"

#include <algorithm>

namespace haxen::operation {

namespace {

// Of a VM that moves several times, one move that took place is enough: it is not where it was any more.
bool stayed(const model::Outcome& outcome, const VmUuid& vm) {
  return std::ranges::all_of(outcome.moves, [&](const model::MoveOutcome& each) {
    return each.move.vm != vm || each.result == model::MoveResult::stayed ||
           each.result == model::MoveResult::not_started;
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

}  // namespace haxen::operation
