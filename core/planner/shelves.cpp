// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how copied disks add up, folder by folder.
#include "planner/shelves.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "planner/storage.hpp"

namespace haxen::planner {

Shelves::Shelves(const Table& table) : table_(&table), is_used_(table.local_disks() == LocalDisks::copied) {
  if (!is_used_) return;
  for (NodeIndex n = 0; n < table.node_count(); ++n)
    for (const auto& [path, image] : table.nodes()[n].node->images)
      if (image.available)
        free_[{n, std::string(parent_of(path))}] = static_cast<std::int64_t>(image.available->count);
}

Shelves::Needs Shelves::needs(VmIndex vm, NodeIndex at) const {
  Needs all;
  const auto& row = table_->vms()[vm];
  if (at == row.node) return all;
  for (const auto& copy : copies(*row.vm, *table_->nodes()[row.node].node, *table_->nodes()[at].node))
    all[std::string(parent_of(copy.path))] += static_cast<std::int64_t>(copy.bytes.count);
  return all;
}

std::string Shelves::lack(VmIndex vm, NodeIndex to) const {
  for (const auto& [folder, bytes] : needs(vm, to)) {
    const auto left = free_.find({to, folder});
    if (left == free_.end() || bytes <= left->second) continue;
    return fmt::format("needs {}, {} left in {}", to_string(Bytes{static_cast<std::uint64_t>(bytes)}),
                       to_string(Bytes{static_cast<std::uint64_t>(std::max<std::int64_t>(0, left->second))}),
                       folder);
  }
  return {};
}

void Shelves::book(VmIndex vm, NodeIndex at, int sign) {
  for (const auto& [folder, bytes] : needs(vm, at))
    if (const auto left = free_.find({at, folder}); left != free_.end()) left->second -= sign * bytes;
}

void Shelves::move(VmIndex vm, NodeIndex from, NodeIndex to) {
  if (!is_used_) return;
  book(vm, from, -1);
  book(vm, to, 1);
}

}  // namespace haxen::planner
