// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the rules of placement that an operator can state.
#pragma once

#include <string>
#include <vector>

#include "base/names.hpp"

namespace haxen::model {

enum class RuleKind {
  apart,      ///< no two of these VMs on one node (or under one value of `label`)
  together,   ///< all of these VMs on one node (or under one value of `label`)
  only_on,    ///< these VMs only on these nodes
  never_on,   ///< these VMs on none of these nodes
  prefer,     ///< these VMs rather on these nodes; never a must
  at_most,    ///< at most `limit` of these VMs on one node (or under one value of `label`)
  direction,  ///< these VMs only ever move to nodes whose `label` stands at the same place of `values` or
              ///< later
};

/// When it must hold. At every step means: also while a VM is at both ends of its migration.
enum class RuleTime { at_the_end, at_every_step };

struct Rule {
  RuleKind kind = RuleKind::apart;
  std::string name;             ///< as messages call it
  std::vector<VmUuid> vms;      ///< none: all VMs
  std::vector<NodeName> nodes;  ///< of only_on, never_on and prefer, beside those that `values` names
  std::string
      label;  ///< group nodes by this label; empty: each node for itself. Unlabelled nodes are in no group
  std::vector<std::string> values;  ///< of `label`: which nodes are meant; for direction: from first to last
  unsigned limit = 1;               ///< of at_most
  bool must = true;                 ///< false: should
  RuleTime time = RuleTime::at_the_end;
  int priority = 0;  ///< among those that should hold: the higher is kept first
  friend bool operator==(const Rule&, const Rule&) = default;
};

}  // namespace haxen::model
