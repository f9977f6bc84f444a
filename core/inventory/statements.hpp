// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what VMs' owners state joins the rules of the fleet file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/fleet.hpp"
#include "model/statement.hpp"

namespace haxen::inventory {

/// Of each VM the copy that is active, or else any: the one that speaks for it. Refers to the fleet.
std::map<VmUuid, const model::Vm*> speakers(const model::Fleet& fleet);

struct Joined {
  model::Fleet fleet;
  std::vector<std::string> warnings;  ///< each names the VM
};

/// The fleet with a rule for each name under which owners state one, about all VMs that state it; behind
/// those that it has. What is left out comes back as a warning: statements that were not understood, a rule
/// of a name that the fleet has already, one that says otherwise than the same rule of a VM before it (in
/// order of names), and one that names a node or label that no node has.
Joined join_statements(model::Fleet fleet, const model::Statements& statements);

/// Every pair of rules, and every rule by itself, that can never hold, in words.
std::vector<std::string> contradictions_in_words(const model::Fleet& fleet);

}  // namespace haxen::inventory
