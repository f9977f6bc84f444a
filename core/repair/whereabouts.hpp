// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be wrong with where a VM holds memory.
#pragma once

#include "model/anomaly.hpp"
#include "repair/dossier.hpp"

namespace haxen::repair {

model::Anomalies whereabouts(const Dossier& of, const model::Fleet& fleet);

}  // namespace haxen::repair
