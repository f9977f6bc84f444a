// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be wrong with what haxen has noted in a VM.
#pragma once

#include "model/anomaly.hpp"
#include "repair/dossier.hpp"

namespace haxen::repair {

model::Anomalies notes(const Dossier& of, const model::Fleet& fleet);

}  // namespace haxen::repair
