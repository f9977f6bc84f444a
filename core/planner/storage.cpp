// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how pools prove that storage is shared.
#include "planner/storage.hpp"

#include <algorithm>

namespace haxen::planner {
namespace {

bool covers(const model::StoragePool& pool, std::string_view path) {
  const auto folder = folder_of(pool);
  if (folder.empty() || !path.starts_with(folder)) return false;
  return path.size() > folder.size() && (folder == "/" || path[folder.size()] == '/');
}

/// A pool mounted below another one hides it, so only the closest counts.
const model::StoragePool* closest(const model::Node& node, std::string_view path) {
  const model::StoragePool* best = nullptr;
  for (const auto& pool : node.pools)
    if (covers(pool, path) && (!best || folder_of(pool).size() > folder_of(*best).size())) best = &pool;
  return best;
}

const model::StoragePool* named(const model::Node& node, std::string_view name) {
  const auto found = std::ranges::find(node.pools, name, &model::StoragePool::name);
  return found == node.pools.end() ? nullptr : &*found;
}

bool same_source(const model::StoragePool* a, const model::StoragePool* b) {
  return a && b && !a->source.empty() && a->source == b->source;
}

/// "..", "." or doubled slashes could lead out of the pool that seems to cover the path.
bool is_plain(std::string_view path) {
  return path.starts_with('/') && path.find("/..") == path.npos && path.find("/./") == path.npos &&
         path.find("//") == path.npos;
}

/// The same files must also appear under the same folder, or the path leads elsewhere inside the shared
/// storage.
bool is_same_path(std::string_view path, const model::Node& source, const model::Node& target) {
  if (!is_plain(path)) return false;
  const auto* here = closest(source, path);
  const auto* there = closest(target, path);
  return same_source(here, there) && folder_of(*here) == folder_of(*there);
}

}  // namespace

std::string_view folder_of(const model::StoragePool& pool) {
  std::string_view path = pool.path;
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool is_same_storage(const model::Disk& disk, const model::Node& source, const model::Node& target) {
  if (disk.source.empty())
    return disk.kind == model::DiskKind::empty || disk.kind == model::DiskKind::network;
  switch (disk.kind) {
    case model::DiskKind::empty: return disk.cdrom;
    case model::DiskKind::network: return true;
    case model::DiskKind::file:
    case model::DiskKind::block: return is_same_path(disk.source, source, target);
    case model::DiskKind::volume: {
      if (disk.source.starts_with('/')) return is_same_path(disk.source, source, target);
      const auto pool = std::string_view(disk.source).substr(0, disk.source.find('/'));
      return same_source(named(source, pool), named(target, pool));
    }
  }
  return false;
}

std::optional<model::Reason> objection_to_new(const model::Disk& disk, const model::Node& node) {
  if (disk.source.starts_with('/')) {
    const auto image = node.images.find(disk.source);
    const auto state = image == node.images.end() ? model::ImageState::unknown : image->second.state;
    if (state == model::ImageState::present) return std::nullopt;
    if (state == model::ImageState::absent) return model::Reason::image_missing;
  } else if (disk.kind == model::DiskKind::volume &&
             named(node, std::string_view(disk.source).substr(0, disk.source.find('/')))) {
    return std::nullopt;
  }
  if (is_same_storage(disk, node, node)) return std::nullopt;
  return model::Reason::disk_not_proven;
}

}  // namespace haxen::planner
