// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how far a plan's images can grow where they go.
#include "report/growth.hpp"

#include <map>
#include <utility>

namespace haxen::report {

std::vector<Outgrown> outgrown(const model::Plan& plan) {
  std::map<std::pair<NodeName, std::string>, Outgrown> folders;
  for (const auto& move : plan.moves) {
    // What an adopted one has copied by now is gone from what is left.
    if (move.kind == model::MoveKind::adopt) continue;
    for (const auto& copy : move.copies) {
      if (!copy.available) continue;
      const auto folder = copy.path.substr(0, copy.path.rfind('/'));
      auto& into = folders[{move.to, folder}];
      into.node = move.to;
      into.folder = folder;
      into.available = *copy.available;
      into.capacity += copy.capacity;
      if (into.vms.empty() || into.vms.back() != move.vm) into.vms.push_back(move.vm);
    }
  }
  std::vector<Outgrown> all;
  for (auto& [key, folder] : folders)
    if (folder.capacity > folder.available) all.push_back(std::move(folder));
  return all;
}

}  // namespace haxen::report
