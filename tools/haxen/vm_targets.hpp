// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where VMs can be probed.
#pragma once

#include <optional>
#include <vector>

#include "model/event.hpp"
#include "probe/target.hpp"
#include "session.hpp"

namespace haxen::program {

struct VmTarget {
  model::NamedVm vm;
  Result<probe::Target> target;
};

/// For each VM as `wanted` says, or else its `probe` in the fleet file, or else echo requests; where none of
/// them names a host, at the first address, IPv4 before IPv6, that its node knows.
Task<std::vector<VmTarget>> find_targets(Session& session, std::vector<model::Vm> vms,
                                         std::optional<probe::TargetDefaults> wanted);

}  // namespace haxen::program
