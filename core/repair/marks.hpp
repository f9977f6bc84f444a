// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be wrong with the marks on nodes.
#pragma once

#include "executor/marks.hpp"
#include "model/anomaly.hpp"
#include "model/fleet.hpp"

namespace haxen::repair {

/// Of operations that ran on another host nobody here can tell whether they still do.
model::Anomalies marks(const model::Fleet& fleet, const executor::Self& self, model::WallTime now);

}  // namespace haxen::repair
