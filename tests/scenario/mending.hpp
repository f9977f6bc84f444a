// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a scenario's repairs and audits are carried out.
#pragma once

#include <functional>
#include <string>

#include "executor/marks.hpp"
#include "executor/settings.hpp"
#include "model/fleet.hpp"

namespace haxen::scenario {

/// What a repair works with, and to whom it speaks.
struct Workshop {
  executor::Connections& connections;
  executor::Listener& listener;
  executor::StopSwitch& stop;
  OperationId operation;
  executor::Self self;
  model::WallTime now{};
  std::function<void(const std::string&)> say;
};

/// "repair", "status"
bool is_about_repair(const std::string& command);

/// "repair [VM]" or "status --audit".
Task<void> mend(Workshop workshop, std::string command, model::Fleet fleet);

}  // namespace haxen::scenario
