// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a crisis is played: failover after failover, until all has come to rest, and then the way home.
#pragma once

#include <string>
#include <vector>

#include "crisis.hpp"
#include "run.hpp"

namespace haxen::crises {

using scenario::Run;

struct Trial {
  std::vector<Run> runs;
  bool is_lost = false;  ///< n1 answers nobody in the end
  bool is_open = false;  ///< n1 is back, and was undrained until there was nothing left to do
  simulation::Verdict truth;
  std::string script;  ///< what haxen said
  std::string log;     ///< what happened
};

Trial play(const Crisis& crisis);

}  // namespace haxen::crises
