// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one run of a command in a world where things go wrong: what it told, and what was true when it ended.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "process.hpp"
#include "simulation/world.hpp"

namespace haxen::scenario {

struct Run {
  std::string command;
  Seconds began{};
  Seconds ended{};
  bool was_late = false;                 ///< it did not end within what haxen(1) states
  bool at_rest = false;                  ///< nothing went wrong any more since long before it began
  std::optional<operation::Ended> told;  ///< none: it was killed
  std::set<VmUuid> warned;               ///< VMs of which something was told
  simulation::Verdict truth;             ///< when it ended
};

/// There was nothing to do.
bool is_rested(const Run& run);

/// Plays the runs of one invented world. What it refers to outlives it.
class Runs {
 public:
  Runs(Stage& stage, simulation::World& world, const Scenario& scenario)
      : stage_(stage), world_(world), scenario_(scenario) {}

  /// The command by a process of its own at `host`, which has ten minutes, as --timeout would give it, and is
  /// killed where it goes beyond the bound that haxen(1) states.
  Task<Run> play(std::string command, std::string host);

 private:
  Stage& stage_;
  simulation::World& world_;
  const Scenario& scenario_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace haxen::scenario
