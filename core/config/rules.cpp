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

bool is_in(const std::vector<std::string>& patterns, const std::vector<std::string>& groups) {
  return std::ranges::any_of(patterns, [&](const auto& pattern) {
    return std::ranges::any_of(groups, [&](const auto& group) { return glob_matches(pattern, group); });
  });
}

std::vector<VmUuid> members(const RuleEntry& entry, const model::Fleet& fleet,
                            const model::Statements& statements) {
  std::set<VmUuid> meant;
  for (const auto& vm : fleet.vms) {
    if (std::ranges::any_of(entry.vms, [&](const auto& word) { return means(word, vm); }))
      meant.insert(vm.uuid);
  }
  for (const auto& [uuid, statement] : statements)
    if (is_in(entry.groups, statement.groups)) meant.insert(uuid);
  return {meant.begin(), meant.end()};
}

}  // namespace

model::Fleet apply_rules(const Config& config, model::Fleet fleet, const model::Statements& statements) {
  fleet.rules.clear();
  for (const auto& entry : config.rules) {
    auto rule = entry.rule;
    const bool about_all = std::ranges::find(entry.vms, "*") != entry.vms.end();
    if (!about_all) rule.vms = members(entry, fleet, statements);
    // No VMs would mean all of them to whoever reads the rule.
    if (about_all || !rule.vms.empty()) fleet.rules.push_back(std::move(rule));
  }
  return fleet;
}

std::vector<model::Contradiction> contradictions(const Config& config) {
  model::Fleet fleet;
  for (const auto& entry : config.nodes) {
    auto& node = fleet.nodes.emplace_back();
    node.name = entry.name;
    node.labels = entry.labels;
  }
  for (const auto& entry : config.rules) {
    auto rule = entry.rule;
    for (const auto& word : entry.vms)
      if (word.find_first_of("*?[\\") == word.npos) rule.vms.emplace_back(word);
    if (!rule.vms.empty()) fleet.rules.push_back(std::move(rule));
  }
  return model::contradictions(fleet);
}

}  // namespace haxen::config
