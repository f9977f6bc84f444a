// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of a node's images other nodes are to be asked for.
#pragma once

#include <string>
#include <vector>

#include "virt/host.hpp"

namespace haxen::inventory {

/// Of which images a survey asks what is in their place on the other nodes. That makes nodes look through
/// their storage pools, and only who is about to move VMs needs it.
enum class Images {
  none,
  read_only,  ///< media in drives too: what has to be at a target already
  all,
};

/// Paths of such files that the node's active VMs use, without those in pools that are shared.
std::vector<std::string> local_images(const virt::Observation& seen, Images which);

/// Paths of those of its disks that are files or devices of a node.
std::vector<std::string> image_paths(const model::Vm& vm);

}  // namespace haxen::inventory
