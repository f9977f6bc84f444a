// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what can be wrong with how a VM is defined.
#pragma once

#include "model/anomaly.hpp"
#include "repair/dossier.hpp"

namespace haxen::repair {

/// Whether the operator named the VM.
enum class Asked { by_name, at_large };

model::Anomalies definitions(const Dossier& of, Asked asked);

/// Of a VM that is off and defined at both ends of a move of its definition, which was cut short: the one
/// where it was to go. Null where that is not so, or the two are not the same.
const model::Copy* arrived_definition(const Dossier& of);

}  // namespace haxen::repair
