// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how each remedy is applied: looked at again, done, and proven.
#pragma once

#include <vector>

#include "executor/connections.hpp"
#include "model/anomaly.hpp"

namespace haxen::repair {

/// What mending works with.
struct Ground {
  executor::Connections& connections;
  std::vector<NodeName> nodes;  ///< all of the fleet, also those that did not answer
};

/// Applies the anomaly's remedy. The world may have moved since it was found: all that makes the remedy safe
/// is asked for once more, and nothing is done where it does not hold any more. Requires a remedy.
Task<model::MendOutcome> mend(Ground ground, model::Anomaly anomaly);

}  // namespace haxen::repair
