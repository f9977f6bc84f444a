// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one level is made ready, and how its device is switched or asked.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "async/interrupt.hpp"
#include "fencing/metadata.hpp"
#include "fencing/remark.hpp"
#include "model/fence.hpp"

namespace haxen::fencing {

/// One level in use: from its construction on its time runs. Everything blocks, for no longer than that time
/// and five seconds more; at the interrupt for no longer than those. What is referred to outlives it.
class Level {
 public:
  Level(const model::FenceLevel& level, const Interrupt& interrupt);

  /// Finds the agent, reads what it tells of itself, holds the parameters against that, and gets the
  /// password. All that is wrong with them, as far as it got; and it is ready where none of that is grave.
  Objections prepare();

  /// Of a level that is ready. `off` and `on`: the agent is told so, once more where it fails; then its
  /// device is asked every second, until it says so itself. `done` is nothing less than both. An agent that
  /// fails to switch off and a device that then seems to be off are not enough: what does not even start ends
  /// with 2 for many an interpreter, which would read as off.
  model::FenceAttempt act(model::FenceAction action);

  /// What comes of one that is not ready.
  model::FenceAttempt refused(const Objections& objections) const;

 private:
  using Clock = std::chrono::steady_clock;

  Milliseconds left() const;
  model::FenceAttempt ended(model::FenceResult result, std::string why,
                            std::optional<model::Power> power) const;
  std::string input(model::FenceAction action) const;
  std::optional<model::FenceAttempt> order(model::FenceAction action) const;
  model::FenceAttempt ask(std::optional<model::Power> wanted) const;

  const model::FenceLevel& level_;
  const Interrupt& interrupt_;
  Clock::time_point began_ = Clock::now();
  std::filesystem::path agent_;
  std::optional<Metadata> metadata_;
  std::optional<std::string> password_;
  bool interrupted_ = false;
};

/// prepare() and then act(), or refused().
model::FenceAttempt attempt(const model::FenceLevel& level, model::FenceAction action,
                            const Interrupt& interrupt);

/// What can be said of a level before there is need of it.
struct Examination {
  Objections objections;
  model::FenceAttempt status;  ///< not_run where one of them is grave
  friend bool operator==(const Examination&, const Examination&) = default;
};

/// The same with the action `status`, and all that prepare() has found.
Examination examine(const model::FenceLevel& level, const Interrupt& interrupt);

}  // namespace haxen::fencing
