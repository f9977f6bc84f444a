// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order of a migration's steps and what follows when one fails, whoever drives it.
#pragma once

#include <functional>

#include "async/loop.hpp"
#include "base/result.hpp"
#include "simulation/daemon.hpp"
#include "simulation/ground.hpp"

namespace haxen::simulation {

Step step_of(const Ticket& ticket, Moment moment, Phase phase);

/// How a driver has the steps done that follow on begin.
struct Steps {
  std::function<Task<Result<void>>(Ticket)> prepare;
  std::function<Task<Result<void>>(Ticket)> perform;
  std::function<Task<Result<void>>(Ticket, SoFar)> finish;
  std::function<Task<Result<void>>(Ticket, SoFar)> confirm;
};

/// As libvirt's virDomainMigrateVersion3Full and qemuMigrationSrcPerformPeer2Peer3 do it: when perform was
/// good, the source is ended if finish was answered well and resumed if it was not, also where the answer is
/// only lost.
Task<Result<void>> run_steps(Ground& ground, Loop& process, Ticket ticket, Steps steps);

}  // namespace haxen::simulation
