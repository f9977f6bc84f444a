// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a VM whose move has ended comes to run at one of the two ends.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "executor/connections.hpp"
#include "executor/whereabouts.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// What a move is about, once it is over.
struct Ends {
  VmUuid vm;
  NodeName from;
  NodeName to;
  model::HandOver hand_over = model::HandOver::fast;
};

struct Landing {
  Sighting sighting;                ///< when all was done
  std::vector<std::string> told{};  ///< what did not go as it should, and what was done about it
  std::optional<Time> resumed{};    ///< of a confirmed hand-over: when it began to run at the target
};

/// Asks both ends for at most `patience`. What they prove to be the VM's only copy runs on, where a failed
/// migration has left it paused at the source, or a confirmed hand-over holds it at the target. Where a
/// confirmed hand-over came to nothing, so that the VM is still at the source, the copy held at the target is
/// ended before that: it has never run. Everything else is left as it is, also a copy paused at the source
/// where the target has a definition: it may have run there.
Task<Landing> land(Loop& loop, Connections& connections, Ends ends, Duration patience);

}  // namespace haxen::executor
