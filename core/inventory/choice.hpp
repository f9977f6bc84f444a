// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs and nodes the words on a command line mean.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/fleet.hpp"

namespace haxen::inventory {

/// The VMs that the words mean, each once, in the fleet's order. A word is a name, NAME@NODE, a UUID, or a
/// pattern for the first two. Of a VM that several nodes know, the active copies are meant, or all when none
/// is active. Refuses, with kind usage, a name that different VMs bear (listing them), and a word that means
/// nothing (with the nearest known one).
Result<std::vector<model::Vm>> choose_vms(const model::Fleet& fleet, const std::vector<std::string>& words);

/// The nodes that the words, names or patterns, mean, each once, in the order of their names; also those that
/// did not answer. Refuses a word that means none.
Result<std::vector<NodeName>> choose_nodes(const model::Fleet& fleet, const std::vector<std::string>& words);

}  // namespace haxen::inventory
