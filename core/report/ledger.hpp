// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the ledger is told.
#pragma once

#include <string>
#include <vector>

#include "model/ledger.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// A line for each VM, with how long ago it was seen and whether there is a definition to start it by; nodes
/// without any below.
std::string ledger_screen(const std::vector<model::LedgerNode>& nodes, model::WallTime now,
                          const Style& style);

/// haxen/ledger/1
std::string ledger_document(const std::vector<model::LedgerNode>& nodes, const std::string& fleet_file,
                            model::WallTime now, Form form);

}  // namespace haxen::report
