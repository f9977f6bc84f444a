// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs a [[vm]] table is about, and what it changes for them.
#pragma once

#include "config/config.hpp"
#include "model/fleet.hpp"
#include "model/statement.hpp"

namespace haxen::config {

bool is_about(const VmPolicyEntry& entry, const model::Vm& vm);

/// The VM's policy: the defaults, then what its owner states in its metadata, then each [[vm]] table that is
/// about it in file order, so that the later one wins, key by key.
model::Policy policy_for(const Config& config, const model::Vm& vm,
                         const model::PolicyStatement& stated = {});

/// What the last of the [[vm]] tables about it that says so has as `probe`; none where none does.
std::optional<std::string> probe_for(const Config& config, const model::Vm& vm);

/// The fleet with every VM's policy as policy_for() has it.
model::Fleet apply_policy(const Config& config, model::Fleet fleet, const model::Statements& statements = {});

}  // namespace haxen::config
