// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how much memory a change takes off nodes and puts on others.
#pragma once

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::report {

/// Of one node: what its active VMs may take, their overhead and what is booked there included.
struct Load {
  NodeName node;
  Bytes capacity{};
  Bytes before{};
  Bytes after{};
  std::optional<Bandwidth> link{};  ///< each direction, as the fleet file states it
  friend bool operator==(const Load&, const Load&) = default;
};

/// Of the nodes in `named` and those that the plan touches, in the fleet's order: as it would be after it.
std::vector<Load> loads(const model::Fleet& fleet, const model::Plan& plan,
                        const std::vector<NodeName>& named);
/// The same as it is by what is proven; what is not proven counts where it was.
std::vector<Load> loads(const model::Fleet& fleet, const model::Plan& plan, const model::Outcome& outcome,
                        const std::vector<NodeName>& named);

}  // namespace haxen::report
