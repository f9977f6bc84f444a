// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the whole fleet at one moment, as a value.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/ledger.hpp"
#include "model/node.hpp"
#include "model/plan.hpp"
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
  /// Those of `absent` that somebody is to act for, as they were when they last answered, less the VMs that
  /// run on one of `nodes` by now. The rules are about their VMs as well; nothing else is.
  std::vector<LedgerNode> lost{};
  friend bool operator==(const Fleet&, const Fleet&) = default;
};

/// In the order that Fleet promises.
Fleet sorted(Fleet fleet);

const Node* find_node(const Fleet& fleet, const NodeName& name);
/// The copy of the VM that is active, or else any; null when there is none.
const Vm* find_vm(const Fleet& fleet, const VmUuid& uuid);

/// The fleet once `move` has ended well: the VM is at `to`, both nodes' measured memory and CPU follow it, its first home
/// is kept as its origin, and an origin that it has come home to is forgotten. Requires that the VM is at `from`.
Fleet apply(Fleet fleet, const Move& move);
/// All of them, in their order.
Fleet apply(Fleet fleet, std::span<const Move> moves);

}  // namespace haxen::model
