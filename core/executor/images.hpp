// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the images for a VM's copied disks come and go at a node.
#pragma once

#include <string>
#include <vector>

#include "executor/connections.hpp"
#include "model/plan.hpp"

namespace haxen::executor {

std::vector<std::string> paths_of(const std::vector<model::DiskCopy>& copies);

/// All of them or none: where one cannot be made, those made before it are removed again. Refuses with
/// `exists` where anything is at a path; that stays as it is.
Task<Result<void>> make_images(Connections& connections, NodeName node, std::vector<model::DiskCopy> copies);

/// What could not be removed comes back in words.
Task<std::vector<std::string>> remove_images(Connections& connections, NodeName node,
                                             std::vector<std::string> paths);

/// Removes what a move that was cut short has made at its target. Does nothing unless `vm` is proven to be
/// where it started and its target to have no trace of it.
Task<std::vector<std::string>> remove_remnants(Connections& connections, model::Vm vm);

}  // namespace haxen::executor
