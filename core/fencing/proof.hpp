// SPDX-License-Identifier: GPL-2.0-or-later
// Knows in which order witnesses are heard, and when a node counts as dead.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "async/loop.hpp"
#include "base/names.hpp"
#include "base/result.hpp"
#include "model/death.hpp"

namespace haxen::fencing {

/// Who can be asked. A real one has devices and other nodes behind it.
class Witnesses {
 public:
  virtual ~Witnesses() = default;
  /// Whether the node is seen: by us, and by each of the others.
  virtual Task<std::vector<model::Testimony>> look(NodeName node) = 0;
  /// Makes certain that it is dead: by its devices, which cut its power, by the operator's word that it is
  /// off, or by the lease that it has given up.
  virtual Task<std::vector<model::Testimony>> end(NodeName node) = 0;
};

/// Every testimony, as it is given.
using Hearing = std::function<void(const model::Testimony&)>;

/// All of the nodes are looked for first, side by side: where one is seen, nothing is switched off, since it
/// is alive and the way to it is what is broken. Then they are ended, one after the other, and looked for
/// once more, so that a device that lies is found out. A fault of kind `unproven` says of which node it is
/// not proven that it is dead, and what would prove it. What is referred to outlives the task.
Task<Result<void>> prove_dead(Loop& loop, Witnesses& witnesses, std::set<NodeName> nodes, Hearing hearing);

}  // namespace haxen::fencing
