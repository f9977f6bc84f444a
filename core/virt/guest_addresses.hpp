// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's calls that tell where guests can be reached.
#pragma once

#include <string>
#include <string_view>

#include "virt/host.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

/// What Host promises.
Result<std::map<VmUuid, std::vector<std::string>>> addresses(const Session& session,
                                                             const std::vector<VmUuid>& vms);

/// Whether somebody on the same network could reach a guest there: neither loopback nor link-local nor
/// unspecified. False also for what is no numeric address.
bool is_reachable_address(std::string_view address);

/// The addresses behind each MAC address (in lower case).
using Neighbours = std::map<std::string, std::vector<std::string>>;

/// Of a table as /proc/net/arp has it: proc_net(5). Entries that are not complete, and lines that are none,
/// are left out.
Neighbours read_neighbours(const std::string& table);

/// Whether an agent in the guest listens, by what libvirt gave out for an active domain. False also for what
/// is no domain.
bool agent_listens(const std::string& xml);

}  // namespace haxen::virt
