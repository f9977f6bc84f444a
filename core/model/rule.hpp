// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the rules of placement that an operator can state.
#pragma once

#include <string>
#include <vector>

#include "base/names.hpp"

namespace haxen::model {

enum class RuleKind {
  apart,     ///< no two of these VMs on one node (or under one value of `label`)
  together,  ///< all of these VMs on one node (or under one value of `label`)
  only_on,   ///< these VMs only on these nodes
  never_on,  ///< these VMs on none of these nodes
};

struct Rule {
  RuleKind kind = RuleKind::apart;
  std::string name;  ///< as messages call it
  std::vector<VmUuid> vms;
  std::vector<NodeName> nodes;
  std::string label;  ///< group nodes by this label; empty: each node for itself
  bool must = true;
  friend bool operator==(const Rule&, const Rule&) = default;
};

}  // namespace haxen::model
