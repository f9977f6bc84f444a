// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be asked of the planner.
#pragma once

#include <optional>
#include <set>

#include "base/names.hpp"

namespace haxen::planner {

/// Migrations at once.
struct Limits {
  unsigned per_source = 2;
  unsigned per_target = 2;
  unsigned fleet = 8;
  friend bool operator==(const Limits&, const Limits&) = default;
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
};

struct HomeRequest {
  std::set<NodeName> nodes;  ///< the homes to fill again; their own cordons are taken as lifted
  Selection vms;
  OperationId operation;
  Limits limits;
};

}  // namespace haxen::planner
