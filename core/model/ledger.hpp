// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is kept of a node and its VMs for the day on which the node cannot be asked any more.
#pragma once

#include <string>
#include <vector>

#include "model/mark.hpp"
#include "model/node.hpp"
#include "model/statement.hpp"
#include "model/vm.hpp"

namespace haxen::model {

/// A VM as it was when its node last answered: `vm.node` is where, `vm.state` whether it ran.
struct LedgerVm {
  Vm vm;
  Statement statement{};     ///< what its owner states in its metadata
  std::string definition{};  ///< domain XML, as it would start next; without passwords
  std::string running{};     ///< domain XML, as it ran; empty where it was off
  WallTime seen{};
  friend bool operator==(const LedgerVm&, const LedgerVm&) = default;
};

/// A node as it last answered, with all its VMs, sorted by name, then UUID.
struct LedgerNode {
  Node node;
  std::vector<LedgerVm> vms{};
  WallTime seen{};
  friend bool operator==(const LedgerNode&, const LedgerNode&) = default;
};

}  // namespace haxen::model
