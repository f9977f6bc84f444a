// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whether a node can run what a CPU key asks for.
#pragma once

#include <string>

#include "model/node.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// The promise of Host::judge_cpu. The emulator and machine type are asked for by name (domain capabilities),
/// so that an emulator outside the distribution's paths is found too. A host's CPU that is passed through
/// fits only an equal one; another is `unfit` when the models differ and `unknown` when only features do.
/// `unknown` also where the driver compares nothing.
Result<model::CpuFit> judge_cpu(Session& session, const std::string& key);

/// Whether a VM that was given one host's CPU finds the same on another; both as NodeReading::host_cpu.
model::CpuFit compare_hosts(const std::string& wanted, const std::string& present);

}  // namespace haxen::virt
