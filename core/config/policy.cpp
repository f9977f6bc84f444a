// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how [[vm]] tables add up.
#include "config/policy.hpp"

#include "base/glob.hpp"

namespace haxen::config {

namespace {

model::Policy with(model::Policy policy, const VmPolicyEntry& entry) {
  policy.outage_budget = entry.outage_budget.value_or(policy.outage_budget);
  policy.may_throttle = entry.may_throttle.value_or(policy.may_throttle);
  policy.may_postcopy = entry.may_postcopy.value_or(policy.may_postcopy);
  policy.may_shut_down = entry.may_shut_down.value_or(policy.may_shut_down);
  policy.priority = entry.priority.value_or(policy.priority);
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

model::Policy policy_for(const Config& config, const model::Vm& vm) {
  model::Policy policy;
  policy.outage_budget = config.defaults.outage_budget;
  for (const auto& entry : config.vms) {
    if (is_about(entry, vm)) policy = with(policy, entry);
  }
  return policy;
}

model::Fleet apply_policy(const Config& config, model::Fleet fleet) {
  for (auto& vm : fleet.vms) vm.policy = policy_for(config, vm);
  return fleet;
}

}  // namespace haxen::config
