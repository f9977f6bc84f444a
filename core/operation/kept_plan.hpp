// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a plan that is kept to be carried out later, and what of the fleet it was made for.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/duration.hpp"
#include "base/names.hpp"
#include "executor/settings.hpp"
#include "model/fleet.hpp"
#include "model/mark.hpp"
#include "model/plan.hpp"
#include "operation/on_blocked.hpp"

namespace haxen::operation {

/// What a command was given beside what it wants, as far as that shapes how its plan is carried out.
struct Terms {
  std::set<NodeName> leaving;  ///< nodes whose VMs are to remember them
  std::optional<Milliseconds> max_outage{};
  bool allow_throttle = false;
  bool allow_postcopy = false;
  std::optional<unsigned> parallel{};
  executor::SourceImages source_images = executor::SourceImages::kept;
  friend bool operator==(const Terms&, const Terms&) = default;
};

struct KeptPlan {
  std::string command;  ///< "drain"
  model::WallTime time{};
  std::set<NodeName> cordon;
  std::set<NodeName> reopen;
  std::string reason;
  std::optional<model::WallTime> until{};
  OnBlocked on_blocked = OnBlocked::fail;
  Terms terms{};
  model::Plan plan;
  model::Fleet
      basis;  ///< the plan's nodes and VMs as they were, and the rules as far as they are about these
  friend bool operator==(const KeptPlan&, const KeptPlan&) = default;
};

/// Of the fleet: the nodes that the plan moves from and to, asks to shut down on, cordons or reopens, or has
/// blockers on; the VMs that are active there or that the plan is about; the rules, cut down to those.
model::Fleet basis_of(const model::Fleet& fleet, const model::Plan& plan, std::set<NodeName> marked);

/// The rules that are about any of these VMs, cut down to them and to these nodes, their lists sorted.
std::vector<model::Rule> rules_about(const model::Fleet& fleet, const std::set<VmUuid>& vms,
                                     const std::set<NodeName>& nodes);

/// What of the plan is still to do on the fleet as it is now: without moves whose VM is at their end or
/// beyond, without blockers of VMs that were to shut down and did. A migration that is under way to where the
/// plan wants it is adopted.
model::Plan remaining(const KeptPlan& kept, const model::Fleet& now);

/// The copy of the VM that counts: of both ends of a migration the sender, else the active one, else any.
const model::Vm* standing(const model::Fleet& fleet, const VmUuid& uuid);

}  // namespace haxen::operation
