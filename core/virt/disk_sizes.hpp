// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how large the images of running VMs are.
#pragma once

#include <libvirt/libvirt.h>
#include <map>
#include <string>
#include <vector>

#include "model/vm.hpp"

namespace haxen::virt {

struct DiskSize {
  Bytes capacity{};
  Bytes stored{};        ///< of all images of the chain
  bool layered = false;  ///< more than one
};

/// By UUID, then by the guest's name for the disk.
using DiskSizes = std::map<std::string, std::map<std::string, DiskSize>>;

/// One call for all; a VM that somebody else's call holds is left out.
DiskSizes disk_sizes(std::vector<virDomainPtr> domains);

/// Whether it runs and has files for disks, so that their sizes matter to a move.
bool has_active_files(const model::Vm& vm);

model::Vm with_sizes(model::Vm vm, const DiskSizes& sizes);

}  // namespace haxen::virt
