// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whose word counts where a VM is told of by two nodes.
#include "ledger.hpp"

#include <algorithm>

namespace haxen::scenario {

namespace {

// What is received ends with its sender.
bool is_arriving(const model::Fleet& fleet, const model::Vm& vm) {
  const auto sends = [&](const model::Vm& other) {
    return other.uuid == vm.uuid && other.node != vm.node && model::is_active(other.state);
  };
  return is_receiving(vm) && (!fleet.absent.empty() || std::ranges::any_of(fleet.vms, sends));
}

}  // namespace

void Ledger::keep(const model::Fleet& fleet, model::WallTime now) {
  for (const auto& node : fleet.nodes) {
    model::LedgerNode kept{node, {}, now};
    for (const auto& vm : fleet.vms)
      if (vm.node == node.name && !is_arriving(fleet, vm)) kept.vms.push_back({vm, {}, "<domain/>", {}, now});
    nodes_[node.name] = std::move(kept);
  }
  for (const auto& vm : fleet.vms) {
    if (is_arriving(fleet, vm)) continue;
    for (auto& [name, kept] : nodes_) {
      if (name == vm.node) continue;
      std::erase_if(kept.vms, [&](const model::LedgerVm& each) {
        return each.vm.uuid == vm.uuid && (model::is_active(vm.state) || !model::is_active(each.vm.state));
      });
    }
  }
}

std::vector<model::LedgerNode> Ledger::of(const NodeName& node) const {
  const auto found = nodes_.find(node);
  return found == nodes_.end() ? std::vector<model::LedgerNode>{} : std::vector{found->second};
}

}  // namespace haxen::scenario
