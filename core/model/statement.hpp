// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a VM's owner states about it in the VM's own metadata.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/rule.hpp"
#include "model/vm.hpp"

namespace haxen::model {

/// What it leaves out stays as it was.
struct PolicyStatement {
  std::optional<Milliseconds> outage_budget{};
  std::optional<bool> may_throttle{};
  std::optional<bool> may_postcopy{};
  std::optional<bool> may_shut_down{};
  std::optional<int> priority{};
  std::optional<HandOver> hand_over{};
  friend bool operator==(const PolicyStatement&, const PolicyStatement&) = default;
};

struct Statement {
  std::vector<std::string> groups;  ///< that rules of the fleet file may name
  PolicyStatement policy;
  /// Each is about all VMs that state a rule of its name; `vms` is empty. Nodes and labels may be none of the
  /// fleet's.
  std::vector<Rule> rules;
  std::vector<std::string> complaints;  ///< what could not be understood, and is left out
  friend bool operator==(const Statement&, const Statement&) = default;
};

/// Of the VMs whose owners state anything, understood or not.
using Statements = std::map<VmUuid, Statement>;

}  // namespace haxen::model
