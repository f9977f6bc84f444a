// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to call each VM of a fleet so that it cannot be mistaken.
#include "report/callings.hpp"

#include <fmt/format.h>

namespace haxen::report {

Callings::Callings(const model::Fleet& fleet, const std::optional<model::NamedVm>& newcomer)
    : newcomer_(newcomer) {
  const auto take = [this](const model::Vm& vm) {
    auto& known = by_uuid_[vm.uuid];
    if (!known) ++namesakes_[vm.name];
    if (!known || (!model::is_active(known->state) && model::is_active(vm.state))) known = &vm;
  };
  for (const auto& vm : fleet.vms) take(vm);
  for (const auto& lost : fleet.lost)
    for (const auto& kept : lost.vms) take(kept.vm);
}

const model::Vm* Callings::vm(const VmUuid& uuid) const {
  const auto found = by_uuid_.find(uuid);
  return found == by_uuid_.end() ? nullptr : found->second;
}

std::string Callings::call(const VmUuid& uuid) const {
  const auto* known = vm(uuid);
  if (!known) return name(uuid);
  const auto namesakes = namesakes_.find(known->name);
  const bool alone = namesakes == namesakes_.end() || namesakes->second < 2;
  return alone ? known->name.str() : fmt::format("{}@{}", known->name, known->node);
}

std::string Callings::name(const VmUuid& uuid) const {
  const auto* known = vm(uuid);
  if (known) return known->name.str();
  return newcomer_ && newcomer_->uuid == uuid ? newcomer_->name.str() : uuid.str();
}

}  // namespace haxen::report
