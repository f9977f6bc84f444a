// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to find things in a fleet.
#include "model/fleet.hpp"

#include <algorithm>

namespace haxen::model {

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
