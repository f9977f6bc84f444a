// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the same rule in several VMs' metadata becomes one.
#include "inventory/statements.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <optional>
#include <tuple>

#include "model/contradictions.hpp"

namespace haxen::inventory {

namespace {

using model::Rule;

// More names would make a warning that nobody reads.
constexpr std::size_t most_named = 8;

std::string names_of(const model::Fleet& fleet, const std::vector<VmUuid>& vms) {
  std::vector<std::string> names;
  for (const auto& uuid : vms) {
    if (names.size() == most_named) break;
    const auto* vm = model::find_vm(fleet, uuid);
    names.push_back(vm != nullptr ? vm->name.str() : uuid.str());
  }
  const auto text = fmt::format("{}", fmt::join(names, ", "));
  return vms.size() > names.size() ? fmt::format("{} and {} more", text, vms.size() - names.size()) : text;
}

/// What keeps the rule from meaning anything in this fleet; empty when nothing does.
std::string unknown_to(const model::Fleet& fleet, const Rule& rule) {
  for (const auto& name : rule.nodes) {
    const bool absent = std::ranges::find(fleet.absent, name, &model::Absent::name) != fleet.absent.end();
    if (!absent && model::find_node(fleet, name) == nullptr)
      return fmt::format("there is no node '{}'", name);
  }
  const auto has_label = [&](const model::Node& node) { return node.labels.contains(rule.label); };
  if (!rule.label.empty() && fleet.absent.empty() && std::ranges::none_of(fleet.nodes, has_label))
    return fmt::format("no node has a label '{}'", rule.label);
  return {};
}

class Joining {
 public:
  Joining(model::Fleet fleet, const model::Statements& statements)
      : joined_{std::move(fleet), {}}, statements_(statements) {}

  Joined run() {
    for (const auto& [vm, statement] : in_order()) {
      for (const auto& complaint : statement->complaints) warn(*vm, complaint);
      for (const auto& rule : statement->rules) add(*vm, rule);
    }
    for (auto& [name, stated] : stated_) joined_.fleet.rules.push_back(std::move(stated.rule));
    return std::move(joined_);
  }

 private:
  struct Stated {
    Rule rule;
    VmName first;
  };

  std::vector<std::pair<const model::Vm*, const model::Statement*>> in_order() const {
    std::vector<std::pair<const model::Vm*, const model::Statement*>> all;
    const auto vms = speakers(joined_.fleet);
    for (const auto& [uuid, statement] : statements_)
      if (const auto vm = vms.find(uuid); vm != vms.end()) all.emplace_back(vm->second, &statement);
    std::ranges::sort(all, {}, [](const auto& each) { return std::tie(each.first->name, each.first->uuid); });
    return all;
  }

  void warn(const model::Vm& vm, const std::string& what) {
    joined_.warnings.push_back(fmt::format("vm '{}': its metadata: {}; this is left out", vm.name, what));
  }

  void add(const model::Vm& vm, const Rule& rule) {
    const auto& known = joined_.fleet.rules;
    if (std::ranges::find(known, rule.name, &Rule::name) != known.end())
      return warn(vm, fmt::format("rule '{}': the fleet file has one of that name", rule.name));
    if (const auto unknown = unknown_to(joined_.fleet, rule); !unknown.empty())
      return warn(vm, fmt::format("rule '{}': {}", rule.name, unknown));
    auto& stated = stated_.try_emplace(rule.name, Stated{rule, vm.name}).first->second;
    auto without_vms = stated.rule;
    without_vms.vms.clear();
    if (without_vms != rule)
      return warn(vm, fmt::format("rule '{}' says otherwise than that of vm '{}'", rule.name, stated.first));
    stated.rule.vms.push_back(vm.uuid);
    std::ranges::sort(stated.rule.vms);
  }

  Joined joined_;
  const model::Statements& statements_;
  std::map<std::string, Stated> stated_;
};

}  // namespace

std::map<VmUuid, const model::Vm*> speakers(const model::Fleet& fleet) {
  std::map<VmUuid, const model::Vm*> all;
  for (const auto& vm : fleet.vms) {
    auto& speaker = all[vm.uuid];
    if (speaker == nullptr || (!model::is_active(speaker->state) && model::is_active(vm.state)))
      speaker = &vm;
  }
  return all;
}

Joined join_statements(model::Fleet fleet, const model::Statements& statements) {
  return Joining(std::move(fleet), statements).run();
}

std::vector<std::string> contradictions_in_words(const model::Fleet& fleet) {
  std::vector<std::string> all;
  for (const auto& each : model::contradictions(fleet)) {
    std::vector<std::string> rules;
    for (const auto& rule : each.rules) rules.push_back("'" + rule + "'");
    all.push_back(fmt::format("{} {} can never hold for {}: {}", rules.size() == 1 ? "rule" : "rules",
                              fmt::join(rules, " and "), names_of(fleet, each.vms), each.why));
  }
  return all;
}

}  // namespace haxen::inventory
