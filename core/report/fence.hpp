// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how it is told what a node's fence devices have done or said.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "model/check.hpp"
#include "model/fence.hpp"
#include "report/documents.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// What was asked of a node's levels, and what came of it.
struct Fencing {
  std::string action;  ///< "status", "off", "on", "test"
  model::FenceOutcome outcome;
  std::vector<model::Finding> findings{};
  std::optional<OperationId> operation{};
  Seconds elapsed{};
  ExitCode code = ExitCode::done;
};

/// The levels of a node as they are to be switched: what there is to agree to.
std::string fence_plan_screen(const NodeName& node, const std::string& action,
                              const std::vector<model::FenceLevel>& levels, const Style& style);

std::string fence_screen(const Fencing& fencing, const Style& style);

/// haxen/fence/1
std::string fence_document(const Fencing& fencing, const std::string& fleet_file, model::WallTime now,
                           Form form);

}  // namespace haxen::report
