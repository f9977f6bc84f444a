// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is measured before a plan is shown, and what it means for each VM and move.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "executor/settings.hpp"
#include "migration/pace.hpp"
#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::operation {

class Foresight {
 public:
  /// A second of measuring and what QEMU takes beside it: where a node may take less than this to answer,
  /// nothing is measured.
  static constexpr Duration least_deadline = std::chrono::seconds(5);

  /// What is referred to outlives it. `past`: how fast migrations of this fleet went.
  Foresight(Loop& loop, executor::Connections& connections, const executor::Settings& settings,
            migration::Paces past)
      : loop_(loop), connections_(connections), settings_(settings), past_(std::move(past)) {}

  /// Asks for what those VMs do with their memory that the plan would migrate, all nodes at once, each VM but
  /// once. Only of VMs for whose move a pace is known, nothing follows from it otherwise, and whose memory
  /// takes at least 5 s at that pace. A VM that does not tell stays as it is.
  Task<void> measure(model::Fleet fleet, model::Plan plan);

  /// The fleet with what was measured; a VM that cannot be moved within its outage budget, to whichever node,
  /// is hindered by it, unless it may be slowed down or go over by post-copy.
  model::Fleet informed(model::Fleet fleet) const;

  /// The plan with each migration's time, and where that was measured its rounds and outage. The time of the
  /// whole is the busiest link's then.
  model::Plan foretold(const model::Fleet& fleet, model::Plan plan) const;

 private:
  std::optional<migration::Forecast> forecast(const model::Fleet& fleet, const model::Vm& vm,
                                              const model::Move& move) const;
  std::optional<Seconds> too_long(const model::Fleet& fleet, const model::Vm& vm, const NodeName& to) const;
  migration::Bounds bounds(const model::Vm& vm) const;
  std::optional<model::Hindrance> hindrance(const model::Fleet& fleet, const model::Vm& vm) const;

  Loop& loop_;
  executor::Connections& connections_;
  const executor::Settings& settings_;
  migration::Paces past_;
  std::map<VmUuid, virt::MemoryUse> uses_;
};

}  // namespace haxen::operation
