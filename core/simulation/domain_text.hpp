// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a simulated VM is written as domain XML.
#pragma once

#include <string>

#include "model/vm.hpp"

namespace haxen::simulation {

/// What is known of it, as libvirt would write it: identity, sizes, machine, networks and disks. An active
/// VM's text has an id.
std::string running_text(const model::Vm& vm);
std::string definition_text(const model::Vm& vm);

}  // namespace haxen::simulation
