// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what `haxen ledger` does.
#pragma once

#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "base/result.hpp"
#include "globals.hpp"
#include "model/fleet.hpp"

namespace haxen::program {

/// What is kept of each node; empty where there is no ledger yet.
Result<std::vector<model::LedgerNode>> kept_nodes(const std::string& fleet_file);

/// The nodes and VMs that are kept; none where nothing is.
Result<model::Fleet> kept_fleet(const std::string& fleet_file);

/// Asks every node for everything, keeps it, and forgets nodes that the fleet file no longer names.
ExitCode sync_ledger(const Globals& globals);
ExitCode list_ledger(const Globals& globals);
/// `word` is a VM's name, name@node or UUID.
ExitCode show_from_ledger(const Globals& globals, const std::string& word);
/// To standard output where `file` is empty.
ExitCode export_ledger(const Globals& globals, const std::string& file);
ExitCode import_ledger(const Globals& globals, const std::string& file);

}  // namespace haxen::program
