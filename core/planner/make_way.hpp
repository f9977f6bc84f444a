// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to bring a VM to a node where there is no room yet, by moving others out of its way.
#pragma once

#include <cstdint>
#include <functional>

#include "planner/hop.hpp"
#include "planner/placement.hpp"

namespace haxen::planner {

/// What a search may touch.
struct Bounds {
  std::function<bool(VmIndex)> may_touch;    ///< VMs that may be moved out of the way
  std::function<bool(NodeIndex)> may_enter;  ///< nodes that VMs may go to
};

/// How much a search may still look at; counted in nodes and VMs looked at, never in time.
class Effort {
 public:
  explicit Effort(std::uint64_t steps) : left_(steps) {}
  bool spend(std::uint64_t steps = 1) { return left_ >= steps ? (left_ -= steps, true) : (left_ = 0, false); }
  bool is_spent() const { return left_ == 0; }

 private:
  std::uint64_t left_;
};

/// The node where the VM fits most tightly; `nowhere` when it fits on none.
NodeIndex tightest_fit(const Placement& now, const Bounds& bounds, VmIndex vm);

/// Brings the VM to some node that it may enter, moving up to `depth` others out of the way one for the
/// other. The hops made, the VM's own last; none, and the placement as it was, when there is no way or the
/// effort is spent.
Hops make_way(Placement& now, const Bounds& bounds, VmIndex vm, unsigned depth, Effort& effort);

}  // namespace haxen::planner
