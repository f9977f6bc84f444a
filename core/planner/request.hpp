// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be asked of the planner.
#pragma once

#include <cstddef>
#include <optional>
#include <set>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/mark.hpp"

namespace haxen::planner {

/// Migrations at once.
struct Limits {
  unsigned per_source = 2;
  unsigned per_target = 2;
  unsigned fleet = 8;
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// What becomes of disks on storage of their node's own.
enum class LocalDisks {
  stay,    ///< a VM that has any stays with them
  copied,  ///< their contents go along with a VM that runs
};

/// What becomes of VMs that are off.
enum class StoppedVms {
  stay,
  move,  ///< their definitions go too
};

/// Which VMs may be touched at all.
struct Selection {
  std::optional<std::set<VmUuid>> only;  ///< none: all
  std::set<VmUuid> except;

  bool holds(const VmUuid& vm) const { return (!only || only->contains(vm)) && !except.contains(vm); }
};

struct EvacuationRequest {
  std::set<NodeName> sources;  ///< the nodes to empty
  std::set<NodeName> targets;  ///< where VMs may go; empty: every other node
  Selection vms;
  OperationId operation;  ///< whose claims are not held against the plan: it is what they were made for
  Limits limits;
  LocalDisks local_disks = LocalDisks::stay;
  StoppedVms stopped = StoppedVms::stay;
};

struct HomeRequest {
  std::set<NodeName> nodes;  ///< the homes to fill again; their own cordons are taken as lifted
  Selection vms;
  OperationId operation;
  Limits limits;
  LocalDisks local_disks = LocalDisks::stay;
  StoppedVms stopped = StoppedVms::stay;
};

/// Left alone by a rebalance, it moves VMs as long as each is worth it and no limit is reached.
struct RebalanceRequest {
  Selection vms;                           ///< the others stay
  Milliseconds cool_down{0};               ///< VMs that were moved less than this ago stay as well
  model::WallTime now{};                   ///< as far as `cool_down` needs it
  std::optional<std::size_t> max_moves{};  ///< parking moves count as well
  std::optional<Bytes> data{};             ///< memory of all moves together
  std::optional<Seconds> time{};  ///< expected times of all moves together; unknown ones count nothing
  /// What moving a VM of mean size must lower the score by, times the number of nodes, to be worth it: half
  /// of that whatever its size, half by its memory.
  double min_gain = default_min_gain;
  OperationId operation;
  Limits limits;

  /// About as much as evening out two nodes that are 2 % above and below the mean.
  static constexpr double default_min_gain = 0.001;
};

}  // namespace haxen::planner
