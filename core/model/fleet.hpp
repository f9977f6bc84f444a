// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the whole fleet at one moment, as a value.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/node.hpp"
#include "model/rule.hpp"
#include "model/vm.hpp"

namespace haxen::model {

/// A node of the fleet file that did not answer.
struct Absent {
  NodeName name;
  Fault why;
  friend bool operator==(const Absent&, const Absent&) = default;
};

/// Every VM's `node` names one of `nodes`. Nodes are sorted by name, VMs by node, then name, then UUID.
/// The same UUID may stand at two nodes: as a shut-off definition beside a running VM, or worse.
struct Fleet {
  std::vector<Node> nodes;
  std::vector<Vm> vms;
  std::vector<Absent> absent;
  std::vector<Rule> rules;
  friend bool operator==(const Fleet&, const Fleet&) = default;
};

const Node* find_node(const Fleet& fleet, const NodeName& name);
/// The copy of the VM that is active, or else any; null when there is none.
const Vm* find_vm(const Fleet& fleet, const VmUuid& uuid);

}  // namespace haxen::model
