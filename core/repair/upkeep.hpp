// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how notes in VMs and marks on nodes are put in order.
#pragma once

#include "repair/mend.hpp"

namespace haxen::repair {

Task<model::MendOutcome> finish_move(Ground ground, model::Anomaly anomaly);
Task<model::MendOutcome> forget_origin(Ground ground, model::Anomaly anomaly);
Task<model::MendOutcome> release_claim(Ground ground, model::Anomaly anomaly);
Task<model::MendOutcome> rest_cordon(Ground ground, model::Anomaly anomaly);

}  // namespace haxen::repair
