// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how rules are held against each other.
#include "model/contradictions.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>

namespace haxen::model {

namespace {

/// What a rule counts as one place: a node's name, or a label's value; none for a node without that label.
std::optional<std::string> place(const Rule& rule, const Node& node) {
  if (rule.label.empty()) return node.name.str();
  const auto found = node.labels.find(rule.label);
  return found == node.labels.end() ? std::nullopt : std::optional(found->second);
}

bool is_named(const Rule& rule, const Node& node) {
  if (std::ranges::find(rule.nodes, node.name) != rule.nodes.end()) return true;
  const auto found = node.labels.find(rule.label);
  if (rule.label.empty() || found == node.labels.end()) return false;
  return rule.values.empty() || std::ranges::find(rule.values, found->second) != rule.values.end();
}

class Comparison {
 public:
  explicit Comparison(const Fleet& fleet) : fleet_(fleet) {
    for (const auto& vm : fleet.vms)
      if (is_active(vm.state)) active_.insert(vm.uuid);
    for (const auto& rule : fleet.rules) {
      if (!rule.must) continue;
      switch (rule.kind) {
        case RuleKind::together: together_.push_back(&rule); break;
        case RuleKind::apart:
        case RuleKind::at_most: limiting_.push_back(&rule); break;
        case RuleKind::only_on:
        case RuleKind::never_on:
          for (const auto& vm : members(rule)) about_nodes_[vm].push_back(&rule);
          break;
        case RuleKind::prefer:
        case RuleKind::direction: break;
      }
    }
  }

  std::vector<Contradiction> run() {
    find_opposed();
    for (const auto& [vm, rules] : about_nodes_)
      if (permitted(vm).empty()) add(ContradictionKind::nowhere, rules, {vm}, "no node is left for it");
    for (const auto* rule : together_) look_for_common_place(*rule);
    for (const auto* rule : limiting_) count_places(*rule);
    return std::move(found_);
  }

 private:
  using RuleList = std::vector<const Rule*>;

  std::vector<VmUuid> members(const Rule& rule) const {
    if (!rule.vms.empty()) return rule.vms;
    return {active_.begin(), active_.end()};
  }

  void add(ContradictionKind kind, const RuleList& rules, std::vector<VmUuid> vms, std::string why) {
    Contradiction contradiction{kind, {}, std::move(vms), std::move(why)};
    for (const auto* rule : rules) contradiction.rules.push_back(rule->name);
    found_.push_back(std::move(contradiction));
  }

  /// Two VMs on one node are under one value of every label, so only a rule for labels' values can let them.
  static bool is_opposed(const Rule& apart, const Rule& together) {
    return together.label.empty() || together.label == apart.label;
  }

  void find_opposed() {
    std::map<VmUuid, std::vector<const Rule*>> bound;
    for (const auto* rule : together_)
      for (const auto& vm : members(*rule)) bound[vm].push_back(rule);
    for (const auto* apart : limiting_) {
      std::map<const Rule*, std::vector<VmUuid>> shared;
      for (const auto& vm : members(*apart))
        if (const auto rules = bound.find(vm); rules != bound.end())
          for (const auto* rule : rules->second)
            if (is_opposed(*apart, *rule)) shared[rule].push_back(vm);
      for (const auto* rule : together_) {
        const auto both = shared.find(rule);
        if (both == shared.end() || both->second.size() <= limit(*apart)) continue;
        add(ContradictionKind::opposed, {apart, rule}, both->second,
            "they cannot be both apart and together");
      }
    }
  }

  static std::size_t limit(const Rule& rule) { return rule.kind == RuleKind::apart ? 1 : rule.limit; }

  /// By the rules about nodes. Many VMs have the same.
  const std::vector<const Node*>& permitted(const VmUuid& vm) {
    const auto rules = about_nodes_.find(vm);
    const auto [known, is_new] =
        permitted_.try_emplace(rules == about_nodes_.end() ? RuleList{} : rules->second);
    if (!is_new) return known->second;
    const auto allows = [](const Rule* rule, const Node& node) {
      return is_named(*rule, node) == (rule->kind == RuleKind::only_on);
    };
    for (const auto& node : fleet_.nodes)
      if (std::ranges::all_of(known->first, [&](const Rule* rule) { return allows(rule, node); }))
        known->second.push_back(&node);
    return known->second;
  }

  /// What is a place to the rule, of `nodes`.
  struct Places {
    std::set<std::string> names;
    bool whole = true;  ///< none of the nodes is out of the rule's reach
  };
  static Places places(const Rule& rule, const std::vector<const Node*>& nodes) {
    Places all;
    for (const auto* node : nodes) {
      const auto at = place(rule, *node);
      if (at)
        all.names.insert(*at);
      else
        all.whole = false;
    }
    return all;
  }

  /// One member for each different set of nodes that members may be on.
  std::map<std::vector<const Node*>, VmUuid> kinds(const std::vector<VmUuid>& vms) {
    std::map<std::vector<const Node*>, VmUuid> all;
    for (const auto& vm : vms) all.try_emplace(permitted(vm), vm);
    return all;
  }

  /// The rules about nodes of any of `vms`.
  RuleList rules_about(const std::vector<VmUuid>& vms) const {
    RuleList all;
    for (const auto& vm : vms) {
      const auto rules = about_nodes_.find(vm);
      if (rules == about_nodes_.end()) continue;
      for (const auto* rule : rules->second)
        if (std::ranges::find(all, rule) == all.end()) all.push_back(rule);
    }
    return all;
  }

  void look_for_common_place(const Rule& rule) {
    const auto vms = members(rule);
    std::optional<std::set<std::string>> common;
    for (const auto& [nodes, vm] : kinds(vms)) {
      if (nodes.empty()) return;  // told already
      auto names = places(rule, nodes).names;
      if (common) std::erase_if(names, [&](const std::string& name) { return !common->contains(name); });
      common = std::move(names);
    }
    if (!common || !common->empty() || rules_about(vms).empty()) return;
    auto rules = rules_about(vms);
    rules.insert(rules.begin(), &rule);
    add(ContradictionKind::nowhere, rules, vms, "no place is left for all of them together");
  }

  void count_places(const Rule& rule) {
    std::vector<VmUuid> counted;
    for (const auto& vm : members(rule))
      if (active_.contains(vm)) counted.push_back(vm);
    std::set<std::string> names;
    for (const auto& [nodes, vm] : kinds(counted)) {
      const auto more = places(rule, nodes);
      if (!more.whole) return;  // a node that the rule does not reach takes any number
      names.insert(more.names.begin(), more.names.end());
    }
    const auto room = limit(rule) * names.size();
    if (names.empty() || counted.size() <= room) return;
    auto rules = rules_about(counted);
    rules.insert(rules.begin(), &rule);
    add(ContradictionKind::too_many, rules, counted,
        fmt::format("{} VMs, and room for {} in {} {}", counted.size(), room, names.size(),
                    names.size() == 1 ? "place" : "places"));
  }

  const Fleet& fleet_;
  std::set<VmUuid> active_;
  RuleList together_;
  RuleList limiting_;
  std::map<VmUuid, RuleList> about_nodes_;
  std::map<RuleList, std::vector<const Node*>> permitted_;
  std::vector<Contradiction> found_;
};

}  // namespace

std::vector<Contradiction> contradictions(const Fleet& fleet) { return Comparison(fleet).run(); }

}  // namespace haxen::model
