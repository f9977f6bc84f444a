// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of a fleet's VMs the rules of the fleet file are about.
#pragma once

#include <vector>

#include "config/config.hpp"
#include "model/contradictions.hpp"
#include "model/fleet.hpp"
#include "model/statement.hpp"

namespace haxen::config {

/// The fleet with the file's rules. A rule about "*" is one about all VMs; a rule whose words mean no VM of
/// the fleet, and whose groups no VM states, is left out.
model::Fleet apply_rules(const Config& config, model::Fleet fleet, const model::Statements& statements = {});

/// Those of the file's rules that can never hold together, as far as the VMs that they name one by one go:
/// two that keep the same apart and together, or that leave one no node. VMs are called as the rules call
/// them.
std::vector<model::Contradiction> contradictions(const Config& config);

}  // namespace haxen::config
