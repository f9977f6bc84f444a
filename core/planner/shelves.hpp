// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how much room the nodes' own storage has for copied disks, while VMs are moved about.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "planner/table.hpp"

namespace haxen::planner {

/// Knows of nothing where disks are not copied, and of no folder whose room no node told. What a VM leaves
/// behind frees nothing: its images stay. Refers to the table, which must outlive it.
class Shelves {
 public:
  explicit Shelves(const Table& table);

  bool fits(VmIndex vm, NodeIndex to) const { return !is_used_ || lack(vm, to).empty(); }
  /// "needs 2 GiB, 1 GiB left in /images" of the first folder where it does not fit; empty where it does.
  std::string lack(VmIndex vm, NodeIndex to) const;
  void move(VmIndex vm, NodeIndex from, NodeIndex to);

 private:
  using Needs = std::map<std::string, std::int64_t>;  ///< bytes by folder

  Needs needs(VmIndex vm, NodeIndex at) const;
  void book(VmIndex vm, NodeIndex at, int sign);

  const Table* table_;
  bool is_used_;
  std::map<std::pair<NodeIndex, std::string>, std::int64_t> free_;
};

}  // namespace haxen::planner
