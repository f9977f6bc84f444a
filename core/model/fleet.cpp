// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a fleet's order, and how to find things in it.
#include "model/fleet.hpp"

#include <algorithm>
#include <tuple>

namespace haxen::model {

Fleet sorted(Fleet fleet) {
  std::ranges::sort(fleet.nodes, {}, &Node::name);
  std::ranges::sort(fleet.absent, {}, &Absent::name);
  std::ranges::sort(fleet.vms, [](const Vm& a, const Vm& b) {
    return std::tie(a.node, a.name, a.uuid) < std::tie(b.node, b.name, b.uuid);
  });
  return fleet;
}

const Node* find_node(const Fleet& fleet, const NodeName& name) {
  const auto found = std::ranges::find(fleet.nodes, name, &Node::name);
  return found == fleet.nodes.end() ? nullptr : &*found;
}

const Vm* find_vm(const Fleet& fleet, const VmUuid& uuid) {
  const Vm* any = nullptr;
  for (const auto& vm : fleet.vms) {
    if (vm.uuid != uuid) continue;
    if (is_active(vm.state)) return &vm;
    any = &vm;
  }
  return any;
}

}  // namespace haxen::model
