// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what in a definition keeps a VM from being moved while it runs.
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "model/vm.hpp"

namespace haxen::virt {

/// From the <domain> element. What libvirt 9.0.0 and QEMU 7.2 refuse, and what ties the VM to its node.
std::vector<model::Hindrance> read_hindrances(const pugi::xml_node& domain);

/// What lies in files of its node beside its disks while it is off. A running VM takes all of it along.
std::vector<model::Hindrance> read_state_at_rest(const pugi::xml_node& domain);

}  // namespace haxen::virt
