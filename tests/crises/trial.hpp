// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a crisis is played: failover after failover, until all has come to rest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crisis.hpp"
#include "operation/operation.hpp"
#include "simulation/world.hpp"

namespace haxen::crises {

struct Run {
  std::string command;
  Seconds began{};
  Seconds ended{};
  bool was_late = false;
  std::optional<operation::Ended> told;      ///< none: it was killed
  std::vector<simulation::VmVerdict> truth;  ///< when it ended
};

struct Trial {
  std::vector<Run> runs;
  bool is_lost = false;  ///< n1 answers nobody in the end
  simulation::Verdict truth;
  std::string script;  ///< what haxen said
  std::string log;     ///< what happened
};

Trial play(const Crisis& crisis);

}  // namespace haxen::crises
