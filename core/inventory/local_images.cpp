// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a local image is told from a shared one.
#include "inventory/local_images.hpp"

#include <algorithm>

namespace haxen::inventory {

namespace {

bool is_in(const model::StoragePool& pool, const std::string& path) {
  return !pool.path.empty() && path.starts_with(pool.path.ends_with('/') ? pool.path : pool.path + '/');
}

bool is_shared(const model::Node& node, const std::string& path) {
  return std::ranges::any_of(node.pools, [&path](const model::StoragePool& pool) {
    return !pool.source.empty() && is_in(pool, path);
  });
}

bool is_wanted(const model::Disk& disk, Images which) {
  if (disk.kind != model::DiskKind::file || !disk.source.starts_with('/')) return false;
  switch (which) {
    case Images::none: return false;
    case Images::read_only: return disk.read_only || disk.cdrom;
    case Images::all: return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> local_images(const virt::Observation& seen, Images which) {
  std::vector<std::string> paths;
  for (const auto& vm : seen.vms) {
    if (!model::is_active(vm.state)) continue;
    for (const auto& disk : vm.disks)
      if (is_wanted(disk, which) && !is_shared(seen.node, disk.source)) paths.push_back(disk.source);
  }
  std::ranges::sort(paths);
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

std::vector<std::string> image_paths(const model::Vm& vm) {
  std::vector<std::string> paths;
  for (const auto& disk : vm.disks)
    if (disk.source.starts_with('/')) paths.push_back(disk.source);
  return paths;
}

}  // namespace haxen::inventory
