// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a fleet has room for: a node's loss, a node's drain, and more VMs.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/names.hpp"
#include "model/plan.hpp"

namespace haxen::model {

struct NodeCapacity {
  NodeName node;
  std::vector<VmUuid>
      stranded;  ///< active VMs that could be restarted nowhere if it died; none: N+1 holds for it
  Plan drain;    ///< that would empty it; it can be drained now where this has no blockers
  friend bool operator==(const NodeCapacity&, const NodeCapacity&) = default;
};

/// How many more VMs of one size there is room for.
struct Growth {
  Bytes memory{};  ///< of each
  Bytes overhead{};
  unsigned vcpus = 0;
  std::size_t fit = 0;   ///< that there is room for at all
  std::size_t safe = 0;  ///< with which the loss of a node would strand no more VMs than it would now
  std::size_t most = 0;  ///< it was counted no further than this
  friend bool operator==(const Growth&, const Growth&) = default;
};

struct Capacity {
  std::vector<NodeCapacity> nodes;
  std::optional<Growth> growth;
  friend bool operator==(const Capacity&, const Capacity&) = default;
};

}  // namespace haxen::model
