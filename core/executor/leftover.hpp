// SPDX-License-Identifier: GPL-2.0-or-later
// Knows of definitions that a migration has left where its VM does not run.
#pragma once

#include <string>
#include <vector>

#include "executor/connections.hpp"
#include "model/plan.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// Removes the definition of `vm` at `node`, where a migration has left one: the source's daemon that ended
/// before its last step keeps it, and a target that lost the guest in the first moment of its own has it
/// already. Does nothing unless `node` shows it to be off and without a job, and `kept_on` that it is defined
/// there, and runs or is off. What was removed, or could not be, comes back in words.
Task<std::vector<std::string>> remove_leftover(Connections& connections, VmUuid vm, NodeName node,
                                               NodeName kept_on);

/// The ends of an interrupted move before `move` that are none of its own.
std::vector<NodeName> former_ends(const model::Vm& vm, const model::Move& move);

}  // namespace haxen::executor
