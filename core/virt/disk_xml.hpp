// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a <disk> element tells.
#pragma once

#include <pugixml.hpp>

#include "model/vm.hpp"

namespace haxen::virt {

model::Disk read_disk(const pugi::xml_node& disk);

/// An active VM's disk whose image builds upon another one.
bool has_backing_chain(const pugi::xml_node& disk);

}  // namespace haxen::virt
