// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what in a definition keeps a VM from being moved while it runs.
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "model/vm.hpp"

namespace haxen::virt {

/// From the <domain> element. What libvirt 9.0.0 and QEMU 7.2 refuse, and what ties the VM to its node.
std::vector<model::Hindrance> read_hindrances(const pugi::xml_node& domain);

}  // namespace haxen::virt
