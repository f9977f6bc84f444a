// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the nodes' verdicts on a VM are shown, and written for scripts.
#pragma once

#include <string>

#include "model/fleet.hpp"
#include "model/verdict.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// What keeps the VM from moving at all, then a row for each node, with every reason of those that would not
/// take it. `fleet` is the one that was asked.
std::string verdict_screen(const model::Fleet& fleet, const model::Verdicts& verdicts, const Style& style);

/// haxen/verdicts/1
std::string verdict_document(const model::Fleet& fleet, const std::string& source,
                             const model::Verdicts& verdicts, model::WallTime now, Form form);

}  // namespace haxen::report
