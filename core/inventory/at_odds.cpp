// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how two ends of a migration look beside each other.
#include "inventory/at_odds.hpp"

#include <map>
#include <vector>

namespace haxen::inventory {

namespace {

using Copies = std::vector<const model::Vm*>;

bool has_job(const model::Vm& vm, model::JobKind kind) { return vm.job && vm.job->kind == kind; }

bool are_ends_of_one_migration(const Copies& copies) {
  if (copies.size() != 2) return false;
  const auto& a = *copies[0];
  const auto& b = *copies[1];
  using enum model::JobKind;
  return (has_job(a, migration_out) && has_job(b, migration_in)) ||
         (has_job(b, migration_out) && has_job(a, migration_in));
}

}  // namespace

std::set<NodeName> at_odds(const model::Fleet& fleet) {
  std::map<VmUuid, Copies> active;
  for (const auto& vm : fleet.vms)
    if (model::is_active(vm.state)) active[vm.uuid].push_back(&vm);
  std::set<NodeName> nodes;
  for (const auto& [uuid, copies] : active) {
    if (copies.size() < 2 || are_ends_of_one_migration(copies)) continue;
    for (const auto* copy : copies) nodes.insert(copy->node);
  }
  return nodes;
}

}  // namespace haxen::inventory
