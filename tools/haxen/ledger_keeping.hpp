// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what the nodes told gets into the ledger.
#pragma once

#include <string>
#include <vector>

#include "async/loop.hpp"
#include "executor/connections.hpp"
#include "model/ledger.hpp"

namespace haxen::program {

/// Of which VMs that are active the definition is asked for.
enum class Asking {
  news,        ///< of those of which none is kept that is still good; the rest after a second another time
  everything,  ///< of all, and for as long as it takes
};

/// Asks the nodes for definitions, all side by side, and keeps it all in this user's ledger of that fleet.
/// What a node does not tell stays as it was kept. Returns what was kept.
Task<Result<std::vector<model::LedgerNode>>> keep_in_ledger(executor::Connections& connections,
                                                            std::string fleet_file,
                                                            std::vector<model::LedgerNode> seen,
                                                            Asking asking);

/// Whether this user has the right to write in the state directory, or to make it.
bool may_keep();

}  // namespace haxen::program
