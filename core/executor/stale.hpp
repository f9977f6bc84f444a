// SPDX-License-Identifier: GPL-2.0-or-later
// Knows of definitions whose VM is kept elsewhere, and how one is removed.
#pragma once

#include <string>

#include "executor/connections.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// Why `definition`, of a VM that is off, may be more than what was left of the one that is kept as `kept`;
/// empty where it is not.
std::string doubt(const model::Vm& definition, const model::Vm& kept);

/// Removes the definition of `vm` from `node`, and before that its autostart. Refuses with `failed`, and
/// changes nothing, unless `node` shows it to be off and without a job, and `kept_on` that it is persistent
/// there, without a job, and runs or is off. Done where there is none any more.
Task<Result<void>> purge(Connections& connections, VmUuid vm, NodeName node, NodeName kept_on);

}  // namespace haxen::executor
