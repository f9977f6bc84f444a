// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the ledger as one document.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "document/model.hpp"
#include "model/ledger.hpp"

namespace haxen::document {

/// {"schema": "haxen/ledger/1", fleet, time, nodes}; described by ledger-1.json beside the man pages.
/// `fleet_file` is where it was kept, `now` when it was written.
Json ledger_document(const std::vector<model::LedgerNode>& nodes, const std::string& fleet_file,
                     model::WallTime now);

/// The nodes of such a document. One that is damaged is refused with kind usage: no JSON (with line and
/// column), another schema, and with the RFC 6901 pointer of the first fault: a field missing, of the wrong
/// type or out of bounds, a node that stands twice, a VM that stands twice at a node or says that it is at
/// another, what was seen after `latest`.
Result<std::vector<model::LedgerNode>> ledger_from_json(const std::string& text, model::WallTime latest);

}  // namespace haxen::document
