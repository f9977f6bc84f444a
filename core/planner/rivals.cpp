// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs of a fleet stand for, or against, one that is to be started.
#include "planner/rivals.hpp"

namespace haxen::planner {

using model::Reason;

std::vector<model::Blocker> rivals(const model::Fleet& fleet, const model::Vm& vm) {
  std::vector<model::Blocker> all;
  for (const auto& known : fleet.vms) {
    const auto* state = is_receiving(known)              ? "a migration is bringing it there"
                        : model::is_running(known.state) ? "it runs"
                        : model::is_active(known.state)  ? "it is paused"
                                                         : "it is off";
    if (known.uuid == vm.uuid) all.push_back({Reason::already_there, vm.uuid, known.node, state});
    if (known.uuid != vm.uuid && known.name == vm.name)
      all.push_back({Reason::name_taken, vm.uuid, known.node, known.uuid.str()});
  }
  return all;
}

const model::Vm* begun(const model::Fleet& fleet, const model::Vm& vm) {
  const model::Vm* found = nullptr;
  for (const auto& known : fleet.vms) {
    if (known.uuid != vm.uuid && known.name != vm.name) continue;
    const bool is_it = known.uuid == vm.uuid && known.name == vm.name && known.pending &&
                       known.pending->from == known.node && known.pending->to == known.node;
    if (found != nullptr || !is_it) return nullptr;
    found = &known;
  }
  return found;
}

const model::Vm* left_partial(const model::Fleet& fleet, const model::Vm& vm, const NodeName& lost) {
  const model::Vm* found = nullptr;
  for (const auto& known : fleet.vms) {
    if (known.uuid != vm.uuid && known.name != vm.name) continue;
    if (found != nullptr || known.uuid != vm.uuid) return nullptr;
    found = &known;
  }
  if (found == nullptr) return nullptr;
  const auto& noted = found->pending;
  const bool came_from_there = noted && noted->from == lost && noted->to == found->node;
  // What a run that was cut short had ended already.
  if (!model::is_active(found->state)) return came_from_there && found->persistent ? found : nullptr;
  const bool went_there = noted && noted->from == found->node && noted->to == lost;
  // Without notes it was begun by somebody else; only the one that ran can send.
  const bool is_received = is_receiving(*found) && (came_from_there || !noted);
  const bool is_torn = found->torn && (came_from_there || went_there);
  return is_received || is_torn ? found : nullptr;
}

}  // namespace haxen::planner
