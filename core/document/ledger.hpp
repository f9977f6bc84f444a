// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what is kept of nodes and VMs is written as JSON, and read back.
#pragma once

#include "document/cursor.hpp"
#include "document/model.hpp"
#include "model/ledger.hpp"

namespace haxen::document {

Json encode(const model::Statement& statement);
/// Empty texts are null.
Json encode(const model::LedgerVm& kept);
Json encode(const model::LedgerNode& kept);

// Each reads what encode() of the same type writes.
model::Statement decode_statement(const Cursor& from);
model::LedgerVm decode_ledger_vm(const Cursor& from);
model::LedgerNode decode_ledger_node(const Cursor& from);

}  // namespace haxen::document
