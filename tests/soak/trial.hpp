// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a story is played: run after run until everything has come to rest.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "operation/operation.hpp"
#include "simulation/world.hpp"
#include "story.hpp"
#include "virt/host.hpp"

namespace haxen::soak {

/// One run of a command, and what was true when it ended.
struct Run {
  std::string command;
  Seconds began{};
  Seconds ended{};
  bool was_late = false;                 ///< it did not end within what haxen(1) states
  bool at_rest = false;                  ///< nothing went wrong any more since long before it began
  std::optional<operation::Ended> told;  ///< none: it was killed
  std::set<VmUuid> warned;               ///< VMs of which something was told
  simulation::Verdict truth;
};

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
