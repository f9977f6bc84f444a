// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how several nodes are asked for one VM at the same time.
#pragma once

#include <map>
#include <vector>

#include "executor/connections.hpp"
#include "model/anomaly.hpp"
#include "virt/host.hpp"

namespace haxen::repair {

using Sights = std::map<NodeName, virt::Presence>;

/// All of them, or the fault of one that does not answer.
Task<Result<Sights>> look_at(executor::Connections& connections, std::vector<NodeName> nodes, VmUuid vm);

bool is_active(const virt::Presence& seen);
/// It runs, and nothing is being done with it.
bool runs(const virt::Presence& seen);
/// A migration has left it paused.
bool is_left_paused(const virt::Presence& seen);

// What a deed came to.
model::MendOutcome mended();
/// Nothing was done: it is not as it was.
model::MendOutcome over(std::string why);
/// By a fault after which it is known, or not known, what was done.
model::MendOutcome not_mended(const Fault& why);
model::MendOutcome unproven(std::string why);

}  // namespace haxen::repair
