// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what of the nodes' answers is worth keeping for the day on which they cannot be asked.
#pragma once

#include <map>
#include <vector>

#include "inventory/assemble.hpp"
#include "model/ledger.hpp"
#include "model/outcome.hpp"

namespace haxen::inventory {

/// Of each node of the fleet: itself, as the fleet has it, and all its VMs, with what their owners state and
/// their domain XML. The definition of a VM that is active was not read, and is empty. Requires that the
/// fleet was assembled from these answers.
std::vector<model::LedgerNode> ledger_entries(const model::Fleet& fleet,
                                              const std::map<NodeName, Answer>& answers, model::WallTime now);

/// The same once what was done is done: who has moved is at its target, who was shut down is off. Of VMs and
/// nodes that are not among them nothing is known.
std::vector<model::LedgerNode> after(std::vector<model::LedgerNode> entries, const model::Outcome& outcome);

}  // namespace haxen::inventory
