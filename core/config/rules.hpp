// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of a fleet's VMs the rules of the fleet file are about.
#pragma once

#include "config/config.hpp"
#include "model/fleet.hpp"

namespace haxen::config {

/// The fleet with the file's rules. A rule about "*" is one about all VMs; a rule whose words mean no VM of
/// the fleet is left out.
model::Fleet apply_rules(const Config& config, model::Fleet fleet);

}  // namespace haxen::config
