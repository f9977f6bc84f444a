// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a scenario is written down: a fleet, what goes wrong, and the commands.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/config.hpp"
#include "model/fleet.hpp"
#include "simulation/fault.hpp"
#include "simulation/setup.hpp"

namespace haxen::scenario {

/// A directory of three files, `faults` being optional:
///   fleet     "node NAME MEMORY [storage SIZE] [shut]": its guard lets no VM start; "fence NODE
///             works|fails|lies" and
///             "vm NAME NODE MEMORY [busy RATE] [disk SIZE] [transient] [autostart] [confirmed] [off]
///             [origin NODE] [left at-source|incoming|torn]": left, by a migration before; another line of
///             the same name is another copy of the VM. A '#' begins a comment
///   faults    see simulation::parse_faults
///   commands  one a line: "drain NODE" and "undrain NODE" with [--copy-storage] [--remove-source-images]
///             [--with-stopped] [--allow-throttle] [--allow-postcopy] [--on-blocked skip]; of drain also
///             [--when-stopping] [--fallback leave|shutdown|save] [--take-over OPERATION]; "place [--check]
///             [--cool-down DURATION]", "place VM [--to NODE]", "place --why VM", "place --new VM --memory
///             SIZE
///             [--to NODE]", "repair [VM]", "status --audit", "ledger sync", "failover NODE
///             [--with-stopped]"; "wait DURATION"; several at once with " & " between them, of
///             which each may have "DURATION later" before it
struct Scenario {
  model::Fleet fleet;
  config::Config config;
  simulation::Setup setup;
  std::vector<simulation::ScriptedFault> faults;
  std::vector<std::string> commands;
};

/// What the files hold.
struct Texts {
  std::string fleet;
  std::string faults;
  std::string commands;
};

Result<Scenario> parse(const Texts& texts);
Result<Scenario> read(const std::filesystem::path& directory);

/// Carries out the commands one after the other in one simulated world, and tells what happened and where
/// every VM ended.
std::string play(const Scenario& scenario);

}  // namespace haxen::scenario
