// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs are not as any VM should be.
#include "operation/unsound.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace haxen::operation {

namespace {

using Copies = std::vector<const model::Vm*>;

bool is_migrating(const model::Vm& vm) { return vm.job && vm.job->kind != model::JobKind::other; }

bool waits_in_the_end(const model::Vm& vm) {
  return vm.pending && vm.pending->hand_over == model::HandOver::confirmed;
}

std::string several(const Copies& copies) {
  std::vector<std::string> nodes;
  for (const auto* copy : copies) nodes.push_back(copy->node.str());
  return fmt::format("it is active on several nodes at once: {}", fmt::join(nodes, ", "));
}

}  // namespace

std::vector<Unsound> unsound(const model::Fleet& fleet) {
  std::map<VmUuid, Copies> active;
  for (const auto& vm : fleet.vms)
    if (model::is_active(vm.state)) active[vm.uuid].push_back(&vm);
  std::vector<Unsound> found;
  for (const auto& [uuid, copies] : active) {
    const auto moving = std::ranges::find_if(copies, [](const auto* copy) { return is_migrating(*copy); });
    if (moving != copies.end()) {
      if (waits_in_the_end(**moving))
        found.push_back({{uuid, (*moving)->name},
                         fmt::format("its migration goes on; it will wait, paused, on {} until the next run",
                                     (*moving)->pending->to)});
      continue;
    }
    const auto& vm = *copies.front();
    if (copies.size() > 1) {
      found.push_back({{uuid, vm.name}, several(copies)});
    } else if (vm.state == model::VmState::paused && vm.pending) {
      found.push_back(
          {{uuid, vm.name}, fmt::format("an interrupted move has left it paused on {}", vm.node)});
    }
  }
  return found;
}

}  // namespace haxen::operation
