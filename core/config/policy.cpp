// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how [[vm]] tables add up.
#include "config/policy.hpp"

#include "base/glob.hpp"

namespace haxen::config {

namespace {

/// `said`: a [[vm]] table, or an owner's statement.
template <class Said>
model::Policy with(model::Policy policy, const Said& said) {
  policy.outage_budget = said.outage_budget.value_or(policy.outage_budget);
  policy.may_throttle = said.may_throttle.value_or(policy.may_throttle);
  policy.may_postcopy = said.may_postcopy.value_or(policy.may_postcopy);
  policy.may_shut_down = said.may_shut_down.value_or(policy.may_shut_down);
  policy.priority = said.priority.value_or(policy.priority);
  policy.hand_over = said.hand_over.value_or(policy.hand_over);
  return policy;
}

}  // namespace

bool is_about(const VmPolicyEntry& entry, const model::Vm& vm) {
  switch (entry.key) {
    case VmKey::match: return glob_matches(entry.vm, vm.name.str());
    case VmKey::name: return entry.vm == vm.name.str();
    case VmKey::uuid: return entry.vm == vm.uuid.str();
  }
  return false;
}

model::Policy policy_for(const Config& config, const model::Vm& vm, const model::PolicyStatement& stated) {
  model::Policy policy;
  policy.outage_budget = config.defaults.outage_budget;
  policy.hand_over = config.defaults.hand_over;
  policy = with(policy, stated);
  for (const auto& entry : config.vms) {
    if (is_about(entry, vm)) policy = with(policy, entry);
  }
  return policy;
}

std::optional<std::string> probe_for(const Config& config, const model::Vm& vm) {
  std::optional<std::string> said;
  for (const auto& entry : config.vms)
    if (entry.probe && is_about(entry, vm)) said = entry.probe;
  return said;
}

model::Fleet apply_policy(const Config& config, model::Fleet fleet, const model::Statements& statements) {
  for (auto& vm : fleet.vms) {
    const auto stated = statements.find(vm.uuid);
    vm.policy =
        policy_for(config, vm, stated == statements.end() ? model::PolicyStatement{} : stated->second.policy);
  }
  return fleet;
}

}  // namespace haxen::config
