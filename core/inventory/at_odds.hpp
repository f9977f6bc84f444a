// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which nodes tell of one VM what cannot both be true for long.
#pragma once

#include <set>

#include "model/fleet.hpp"

namespace haxen::inventory {

/// The nodes at which some VM is active that is active elsewhere too, save where the two are the ends of one
/// migration.
std::set<NodeName> at_odds(const model::Fleet& fleet);

}  // namespace haxen::inventory
