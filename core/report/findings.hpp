// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what an operator should mend is shown, and told to scripts.
#pragma once

#include <string>
#include <vector>

#include "model/check.hpp"
#include "report/parts.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// Each with what would mend it; empty where there are none.
std::string findings_screen(const std::vector<model::Finding>& findings, const Style& style);

Json finding_part(const model::Finding& finding);

}  // namespace haxen::report
