// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a <disk> element tells.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "model/vm.hpp"

namespace haxen::virt {

model::Disk read_disk(const pugi::xml_node& disk);

/// An active VM's disk whose image builds upon another one.
bool has_backing_chain(const pugi::xml_node& disk);

/// Of a definition in the form that goes to a target: the disks that name what their images stand on. libvirt
/// leaves out what it has only found in the images themselves (9.0.0).
std::vector<std::string> disks_with_stated_chains(const std::string& sent);

}  // namespace haxen::virt
