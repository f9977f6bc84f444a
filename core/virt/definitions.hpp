// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the calls by which a VM becomes known to a node and runs there, and by which its definition is read.
#pragma once

#include "virt/host.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

// What Host promises of each.
Result<std::map<VmUuid, std::string>> definitions(const Session& session, const std::vector<VmUuid>& vms);
Result<void> define(const Session& session, const Definition& definition);
Result<void> start(const Session& session, const VmUuid& vm);

}  // namespace haxen::virt
