// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what one node says to taking one VM.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/names.hpp"
#include "model/plan.hpp"

namespace haxen::model {

/// Whether it would take the VM, and what would come of it.
struct NodeVerdict {
  NodeName node;
  bool is_here = false;          ///< the VM runs here
  std::vector<Blocker> against;  ///< all that keeps it out; none: the node would take it
  std::optional<double>
      score{};  ///< of the fleet with the VM here, lower is better; none where it is kept out
  std::optional<std::size_t>
      stranded{};  ///< VMs that the loss of some node would strand then; none: not looked at
  std::vector<std::string> unmet{};  ///< rules that should hold and would not, for it
  friend bool operator==(const NodeVerdict&, const NodeVerdict&) = default;
};

/// What the nodes say of one VM, the best place first and those that would not take it last.
struct Verdicts {
  VmUuid vm;
  VmName name;
  std::vector<Blocker> own;  ///< what keeps it from moving at all
  std::vector<NodeVerdict> nodes;
  friend bool operator==(const Verdicts&, const Verdicts&) = default;
};

}  // namespace haxen::model
