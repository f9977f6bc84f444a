// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a disk's name means the same storage on two nodes.
#pragma once

#include <string_view>

#include "model/node.hpp"
#include "model/vm.hpp"

namespace haxen::planner {

/// Where the pool's volumes appear, without trailing slashes.
std::string_view folder_of(const model::StoragePool& pool);

/// Proven, never assumed: a network disk is; an empty drive is; a path is when on both nodes the pool that
/// covers it most closely has the same source, which is not empty; a volume ("pool/name") is when both nodes'
/// pools of that name do.
bool is_same_storage(const model::Disk& disk, const model::Node& source, const model::Node& target);

}  // namespace haxen::planner
