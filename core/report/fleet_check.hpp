// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the state of a whole fleet is shown, and told to scripts.
#pragma once

#include <string>

#include "base/exit_code.hpp"
#include "model/check.hpp"
#include "model/mark.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// A table of the nodes, who reaches whom, and what is to be mended.
std::string fleet_check_screen(const model::FleetCheck& check, const Style& style);

/// haxen/fleet-check/1
std::string fleet_check_document(const model::FleetCheck& check, const std::string& fleet_file,
                                 model::WallTime now, ExitCode code, Form form);

}  // namespace haxen::report
