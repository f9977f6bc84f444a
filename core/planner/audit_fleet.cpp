// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the audit's look-ups are made.
#include "planner/audit_fleet.hpp"

#include <algorithm>

namespace haxen::planner::auditing {

Ground::Ground(const model::Fleet& fleet) : fleet_(&fleet) {
  for (const auto& node : fleet.nodes) nodes_.emplace(node.name.str(), &node);
  by_uuid_.reserve(fleet.vms.size());
  by_name_.reserve(fleet.vms.size());
  for (const auto& vm : fleet.vms) {
    by_uuid_[vm.uuid.str()].push_back(&vm);
    by_name_[vm.name.str()].push_back(&vm);
  }
}

const model::Node* Ground::node(const NodeName& name) const {
  const auto found = nodes_.find(name.str());
  return found == nodes_.end() ? nullptr : found->second;
}

const std::vector<const model::Vm*>& Ground::copies(const VmUuid& uuid) const {
  const auto found = by_uuid_.find(uuid.str());
  return found == by_uuid_.end() ? none_ : found->second;
}

const std::vector<const model::Vm*>& Ground::named(const VmName& name) const {
  const auto found = by_name_.find(name.str());
  return found == by_name_.end() ? none_ : found->second;
}

const model::Vm* Ground::vm(const VmUuid& uuid) const {
  std::vector<const model::Vm*> active;
  for (const auto* copy : copies(uuid))
    if (model::is_active(copy->state)) active.push_back(copy);
  if (active.size() == 1) return active.front();
  if (active.size() != 2) return nullptr;
  if (is_sending(*active[0]) && is_receiving(*active[1])) return active[0];
  if (is_sending(*active[1]) && is_receiving(*active[0])) return active[1];
  return nullptr;
}

const model::Node* Ground::bound_for(const model::Vm& vm) const {
  if (!is_sending(vm)) return nullptr;
  for (const auto* copy : copies(vm.uuid))
    if (model::is_active(copy->state) && is_receiving(*copy)) return node(copy->node);
  return vm.pending ? node(vm.pending->to) : nullptr;
}

}  // namespace haxen::planner::auditing
