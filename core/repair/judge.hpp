// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what of a fleet is not as it should be, and which of it can be mended without a guess.
#pragma once

#include <set>

#include "executor/marks.hpp"
#include "model/anomaly.hpp"
#include "repair/knowledge.hpp"

namespace haxen::repair {

/// Who asks, when, and about what.
struct Question {
  std::set<VmUuid> vms{};  ///< only these; none: all VMs, and the nodes' marks
  executor::Self self;
  model::WallTime now{};
};

/// A copy is to be resumed only where every node has answered and no other knows the VM; a definition to be
/// removed only where it is off and the VM is kept elsewhere with the same disks; a paused copy to be ended
/// only where it is a migration's, and the VM runs elsewhere. VMs that are on the move, or whose operation
/// may still be at work, are left out. That a VM is transient is advice, unless there are signs that it was
/// not, or it was named.
model::Anomalies anomalies(const Knowledge& knowledge, const Question& question);

}  // namespace haxen::repair
