// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how nodes are cordoned and uncordoned without moving anything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "globals.hpp"
#include "model/mark.hpp"

namespace haxen::program {

ExitCode cordon(const Globals& globals, const std::vector<std::string>& nodes, const std::string& reason,
                std::optional<model::WallTime> until, const std::optional<OperationId>& take_over);

/// `command`: what the operator gave, for the journal.
ExitCode uncordon(const Globals& globals, const std::string& command, const std::vector<std::string>& nodes,
                  const std::optional<OperationId>& take_over);

}  // namespace haxen::program
