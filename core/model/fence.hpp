// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's power is to be cut, as the fleet file says it, and what a device has answered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/duration.hpp"
#include "base/names.hpp"
#include "base/result.hpp"

namespace haxen::model {

/// One of a fence agent's own parameters. Its value may be a secret: only its name is ever told.
struct FenceParameter {
  std::string name;
  std::variant<std::string, std::int64_t, bool> value;
  std::string place{};  ///< where it stands: "fleet.toml:12:3"
  friend bool operator==(const FenceParameter&, const FenceParameter&) = default;
};

/// One way to switch a node off.
struct FenceLevel {
  std::string agent;             ///< a fence agent's name, or its path
  Milliseconds timeout{60'000};  ///< 1 s to 1 h; for a whole action, with what has to be asked after it
  std::string password_file{};   ///< empty: none; at most one of the two is set
  std::vector<std::string> password_command{};  ///< a program and its arguments, no shell; empty: none
  std::vector<FenceParameter> parameters{};     ///< in the order of the file, no name twice
  std::string place{};                          ///< where it begins: "fleet.toml:10:1"
  std::string agent_place{};                    ///< of what `agent` says
  std::string password_place{};                 ///< of what says where the password is; empty: nothing does
  friend bool operator==(const FenceLevel&, const FenceLevel&) = default;
};

/// What is asked of a device.
enum class FenceAction { status, off, on };

enum class Power { off, on };

enum class FenceResult {
  done,         ///< status: it has answered; on and off: it has been switched, and says so afterwards
  failed,       ///< it has not, or what it says contradicts itself
  late,         ///< not within the level's time limit
  interrupted,  ///< we were told to end
  not_run,      ///< the level cannot be used as it is configured
  not_tried,    ///< a level before it has done it, or we were told to end
};

/// What came of one level.
struct FenceAttempt {
  std::string agent;
  std::string place{};
  FenceResult result = FenceResult::not_tried;
  std::optional<Power> power{};  ///< what the device said last; none: it has not said anything to be believed
  Fault fault{};                 ///< why not done; its message does not name level or agent
  Seconds time{};
  friend bool operator==(const FenceAttempt&, const FenceAttempt&) = default;
};

/// What came of all levels of a node, in their order.
struct FenceOutcome {
  NodeName node;
  FenceAction action = FenceAction::status;
  std::vector<FenceAttempt> levels{};
  friend bool operator==(const FenceOutcome&, const FenceOutcome&) = default;
};

}  // namespace haxen::model
