// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a disk's name means the same storage on two nodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/node.hpp"
#include "model/plan.hpp"
#include "model/vm.hpp"
#include "planner/request.hpp"

namespace haxen::planner {

/// Where the pool's volumes appear, without trailing slashes.
std::string_view folder_of(const model::StoragePool& pool);

/// Proven, never assumed: a network disk is; an empty drive is; a path is when on both nodes the pool that
/// covers it most closely has the same source, which is not empty; a volume ("pool/name") is when both nodes'
/// pools of that name do.
bool is_same_storage(const model::Disk& disk, const model::Node& source, const model::Node& target);

struct DiskObjection {
  model::Reason reason{};
  std::string detail;
};

/// Why the disk keeps the VM from going from one node to the other; none where it is the same storage at
/// both, where what is read-only is at the target too (under the same path, of the same size), or where its
/// contents may go along.
std::optional<DiskObjection> disk_objection(const model::Disk& disk, const model::Vm& vm,
                                            const model::Node& source, const model::Node& target,
                                            LocalDisks local);

/// Why the disk keeps a VM that is nowhere yet from the node: its image is not there, or nothing proves that
/// it is. A volume's pool has to be there; whether the volume is nobody asks.
std::optional<model::Reason> objection_to_new(const model::Disk& disk, const model::Node& node);

/// What has to be copied for a VM that nothing keeps from going.
std::vector<model::DiskCopy> copies(const model::Vm& vm, const model::Node& source,
                                    const model::Node& target);

/// The folder that holds a path.
std::string_view parent_of(std::string_view path);

}  // namespace haxen::planner
