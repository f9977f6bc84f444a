// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where a VM that is new would best be started.
#pragma once

#include <optional>
#include <string>

#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::planner {

struct NewRequest {
  model::Vm vm;  ///< `vm.node` means nothing
  std::string definition;
  std::optional<NodeName> to{};  ///< none: the best node
};

/// The start of a VM that is defined nowhere; or what is in its way: its UUID or name on any node, a node
/// that does not answer and might hold it, or the reasons of the node asked for or of all. Where a run that
/// was cut short has left its definition, that is started where it is; where it runs already, that is still
/// to be proven.
model::Plan place_new(const model::Fleet& fleet, const NewRequest& request);

}  // namespace haxen::planner
