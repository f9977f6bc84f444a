// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how it is told what is done about the guards of nodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/exit_code.hpp"
#include "model/guard.hpp"
#include "model/mark.hpp"
#include "report/documents.hpp"
#include "report/parts.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// What there is to agree to.
std::string guards_plan_screen(const std::vector<model::GuardStep>& steps, const Style& style);

/// What came of it.
std::string guards_screen(const std::vector<model::GuardStep>& steps, const Style& style);

/// haxen/guards/1
std::string guards_document(const std::vector<model::GuardStep>& steps, const std::string& fleet_file,
                            model::WallTime now, ExitCode code, Form form);

/// Null where it is unknown.
Json guard_part(const std::optional<model::Guard>& guard);

}  // namespace haxen::report
