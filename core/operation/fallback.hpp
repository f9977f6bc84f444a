// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what becomes of VMs that are still on a drained node when all moves have ended, and which those are.
#pragma once

#include <set>
#include <vector>

#include "executor/connections.hpp"
#include "executor/settings.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"

namespace haxen::operation {

enum class Fallback {
  none,       ///< nobody has said: blockers and failures are the operator's to deal with
  leave,      ///< they go on running, for somebody else to look after
  shut_down,  ///< they are asked to shut down, and not forced to
  save,       ///< their memory goes to the node's disk
};

/// The persistent VMs of `fleet` that run on `nodes` and, by `outcome`, still do: blocked, failed or never
/// begun, in the order of their names. Without those whose whereabouts are not proven, that run on another
/// node too, or that are held by somebody's migration.
std::vector<model::ShutDown> left_behind(const model::Fleet& fleet, const std::set<NodeName>& nodes,
                                         const model::Outcome& outcome);

/// Does so to `left`, of `fleet`; those that are left running have no outcome. It does not stop where the
/// operation does: the time for moves is over then, not the time for this.
Task<std::vector<model::ShutDownOutcome>> fall_back(Loop& loop, executor::Connections& connections,
                                                    const executor::Settings& settings,
                                                    executor::Listener& listener, Fallback fallback,
                                                    model::Fleet fleet, std::vector<model::ShutDown> left);

}  // namespace haxen::operation
