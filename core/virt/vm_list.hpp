// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to list a node's VMs with all that a plan needs of each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/statement.hpp"
#include "model/vm.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

struct ListedVm {
  model::Vm vm;
  model::Statement statement;
  std::string xml{};  ///< as it runs, or where it is off, as it would start; empty where it could not be read
};

/// Active ones and definitions. A VM that goes while it is looked at is left out; one whose definition cannot
/// be read is listed with that as its hindrance.
Result<std::vector<ListedVm>> list_vms(Session& session);

/// Whether the node lets this user migrate, as far as a question without effect can tell: asks for the
/// downtime limit of any active VM, which libvirt grants to those who may migrate it.
bool may_migrate(const Session& session);

/// CPUs kept busy between two moments, and `before` set to the later; none when the time between is under 100
/// ms, too short for a kernel that counts in hundredths of a second, or when a moment is missing.
std::optional<double> update(std::optional<CpuClock>& before, const std::optional<CpuClock>& now);

}  // namespace haxen::virt
