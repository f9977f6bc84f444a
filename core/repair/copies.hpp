// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a VM's copies and definitions are put in order.
#pragma once

#include "repair/mend.hpp"

namespace haxen::repair {

Task<model::MendOutcome> resume(Ground ground, model::Anomaly anomaly);
Task<model::MendOutcome> end_copy(Ground ground, model::Anomaly anomaly);
Task<model::MendOutcome> undefine(Ground ground, model::Anomaly anomaly);
Task<model::MendOutcome> make_persistent(Ground ground, model::Anomaly anomaly);

}  // namespace haxen::repair
