// SPDX-License-Identifier: GPL-2.0-or-later
// Knows random sets of migrations, and how long simulated hosts take to carry one out.
#pragma once

#include <cstdint>

#include "executor/settings.hpp"
#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "simulation/setup.hpp"

namespace haxen::bench {

struct Instance {
  model::Fleet fleet;
  model::Plan plan;
};

/// 4 to 12 nodes with links of 1, 2.5 or 10 Gbit/s, 10 to 60 VMs of 1 to 32 GiB, each going from one node to
/// another, none waiting for any other: every node has room for all.
Instance random_instance(std::uint64_t seed);

struct Performance {
  model::Outcome outcome;
  Seconds time{};      ///< from the start of the first move to the proof of the last
  model::Fleet after;  ///< as the simulated nodes tell it at the end
};

/// Carries the plan out by the executor on simulated hosts.
Performance perform(const Instance& instance, executor::Parallel limits, const simulation::Setup& setup);

/// No limits but those of libvirt's daemons.
executor::Parallel wide_limits();

}  // namespace haxen::bench
