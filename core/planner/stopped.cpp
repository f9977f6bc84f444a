// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node is chosen for a definition, and what is said of one that has none.
#include "planner/stopped.hpp"

#include <algorithm>
#include <map>

#include "planner/eligibility.hpp"
#include "planner/schedule.hpp"

namespace haxen::planner {
namespace {

using model::Blocker;
using model::Reason;

class Definitions {
 public:
  Definitions(const model::Fleet& fleet, model::Plan plan, const StoppedBounds& bounds)
      : after_(model::apply(fleet, plan.moves)), plan_(std::move(plan)), bounds_(bounds) {
    for (const auto& node : after_.nodes)
      left_[node.name] = static_cast<std::int64_t>(node.memory_capacity.count);
    for (const auto& vm : after_.vms)
      if (model::is_active(vm.state)) left_[vm.node] -= static_cast<std::int64_t>(model::footprint(vm).count);
  }

  model::Plan run() {
    const auto before = after_.vms;  // it changes with each definition that finds a place
    for (const auto& vm : before)
      if (!model::is_active(vm.state) && bounds_.leaves(vm)) settle(vm);
    return std::move(plan_);
  }

 private:
  void settle(const model::Vm& vm) {
    const auto* source = model::find_node(after_, vm.node);
    auto own = hindrances(vm, *source);
    for (const auto& other : after_.vms)
      if (other.uuid == vm.uuid && model::is_active(other.state))
        own.push_back({Reason::active_elsewhere, vm.uuid, vm.node, other.node.str()});
    if (!own.empty()) return block(own);
    std::vector<Blocker> reasons{{Reason::no_target, vm.uuid, std::nullopt, {}}};
    const model::Node* best = nullptr;
    for (const auto& node : after_.nodes) {
      if (node.name == vm.node) continue;
      auto against = reasons_against(vm, *source, node);
      if (against.empty() && (!best || left_[node.name] > left_[best->name])) best = &node;
      reasons.insert(reasons.end(), against.begin(), against.end());
    }
    if (!best) return block(reasons);
    go(vm, best->name);
  }

  std::vector<Blocker> reasons_against(const model::Vm& vm, const model::Node& source,
                                       const model::Node& node) const {
    if (!bounds_.may_enter(vm, node.name)) return {{Reason::excluded_target, vm.uuid, node.name, {}}};
    auto against = obstacles(vm, source, node);
    const auto met = collisions(after_, vm, node.name);
    against.insert(against.end(), met.begin(), met.end());
    for (const auto& rule : after_.rules)
      if (rule.must && !may_be_at(rule, vm, node))
        against.push_back({Reason::rule, vm.uuid, node.name, rule.name});
    return against;
  }

  /// Rules about single VMs bind one that is off as well; those about several hold while they run.
  static bool may_be_at(const model::Rule& rule, const model::Vm& vm, const model::Node& node) {
    const bool is_member = rule.vms.empty() || std::ranges::find(rule.vms, vm.uuid) != rule.vms.end();
    const bool is_named =
        std::ranges::find(rule.nodes, node.name) != rule.nodes.end() || has_label(rule, node);
    if (!is_member) return true;
    switch (rule.kind) {
      case model::RuleKind::only_on: return is_named;
      case model::RuleKind::never_on: return !is_named;
      case model::RuleKind::apart:
      case model::RuleKind::together:
      case model::RuleKind::prefer:
      case model::RuleKind::at_most:
      case model::RuleKind::direction: return true;
    }
    return true;
  }

  static bool has_label(const model::Rule& rule, const model::Node& node) {
    if (rule.label.empty()) return false;
    const auto found = node.labels.find(rule.label);
    if (found == node.labels.end()) return false;
    return rule.values.empty() || std::ranges::find(rule.values, found->second) != rule.values.end();
  }

  void block(const std::vector<Blocker>& reasons) {
    plan_.blockers.insert(plan_.blockers.end(), reasons.begin(), reasons.end());
  }

  void go(const model::Vm& vm, const NodeName& to) {
    model::Move move;
    move.vm = vm.uuid;
    move.from = vm.node;
    move.to = to;
    move.kind = model::MoveKind::define;
    after_ = model::apply(std::move(after_), move);
    plan_.moves.push_back(std::move(move));
  }

  model::Fleet after_;
  model::Plan plan_;
  const StoppedBounds& bounds_;
  std::map<NodeName, std::int64_t> left_;
};

}  // namespace

model::Plan with_stopped(const model::Fleet& fleet, model::Plan plan, const StoppedBounds& bounds,
                         const Limits& limits) {
  auto result = Definitions(fleet, std::move(plan), bounds).run();
  foretell(fleet, limits, result);
  return result;
}

}  // namespace haxen::planner
