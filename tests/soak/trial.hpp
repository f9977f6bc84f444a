// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a story is played: run after run until everything has come to rest.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "run.hpp"
#include "story.hpp"
#include "virt/host.hpp"

namespace haxen::soak {

using scenario::Run;

/// What one node says in the end.
struct Rest {
  virt::Observation seen;
  std::map<VmUuid, Milliseconds> limits;  ///< of what is active
};

struct Trial {
  std::vector<Run> runs;
  std::map<NodeName, Rest> rest;
  simulation::Verdict truth;
  std::string script;  ///< what haxen said
  std::string log;     ///< what happened
};

Trial play(const Story& story);

}  // namespace haxen::soak
