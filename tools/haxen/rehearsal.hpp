// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a change is carried out on simulated hosts, in virtual time, by the code that carries out real
// ones.
#pragma once

#include <string>

#include "base/exit_code.hpp"
#include "base/result.hpp"
#include "change.hpp"
#include "config/config.hpp"
#include "globals.hpp"
#include "model/fleet.hpp"
#include "simulation/fault.hpp"
#include "simulation/setup.hpp"

namespace haxen::program {

/// What is rehearsed on.
struct Stage {
  model::Fleet fleet;
  config::Config config;
  std::string source;  ///< the file that the fleet, or its list of nodes, comes from
  simulation::Setup setup;
  std::vector<simulation::ScriptedFault> faults;
};

/// The stage that the flags set up for `fleet`. Refuses faults and rates that are not understood, or that
/// name what the fleet does not have.
Result<Stage> set_stage(const RehearsalFlags& flags, model::Fleet fleet, config::Config config,
                        std::string source);

/// Surveys, plans, shows, does it and reports as change() does, all of it on simulated hosts; nobody is
/// asked. A haxen that a fault kills is run again. The exit code is that of a real run.
ExitCode rehearse(const Globals& globals, const ChangeFlags& flags, const Intention& intention,
                  const Stage& stage);

}  // namespace haxen::program
