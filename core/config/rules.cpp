// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the words of a rule become VMs.
#include "config/rules.hpp"

#include <algorithm>
#include <set>

#include "base/glob.hpp"
#include "config/names.hpp"

namespace haxen::config {

namespace {

bool means(const std::string& word, const model::Vm& vm) {
  return word == vm.name.str() || canonical_uuid(word) == vm.uuid.str() || glob_matches(word, vm.name.str());
}

std::vector<VmUuid> members(const RuleEntry& entry, const model::Fleet& fleet) {
  std::set<VmUuid> meant;
  for (const auto& vm : fleet.vms) {
    if (std::ranges::any_of(entry.vms, [&](const auto& word) { return means(word, vm); }))
      meant.insert(vm.uuid);
  }
  return {meant.begin(), meant.end()};
}

}  // namespace

model::Fleet apply_rules(const Config& config, model::Fleet fleet) {
  fleet.rules.clear();
  for (const auto& entry : config.rules) {
    auto rule = entry.rule;
    const bool about_all = std::ranges::find(entry.vms, "*") != entry.vms.end();
    if (!about_all) rule.vms = members(entry, fleet);
    // No VMs would mean all of them to whoever reads the rule.
    if (about_all || !rule.vms.empty()) fleet.rules.push_back(std::move(rule));
  }
  return fleet;
}

}  // namespace haxen::config
