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
    if (std::ranges::any_of(copies, [](const auto* copy) { return is_migrating(*copy); })) continue;
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
