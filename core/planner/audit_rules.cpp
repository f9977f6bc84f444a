// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how each kind of rule is checked against a plan.
#include "planner/audit_rules.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace haxen::planner::auditing {
namespace {

using model::Blocker;
using model::Reason;
using model::RuleKind;

/// A node, or a value of the rule's label; none for nodes that the rule does not reach.
using Place = std::optional<std::string>;
using PlaceOf = std::function<Place(const NodeName&)>;

struct Journey {
  NodeName first;
  NodeName last;
  std::vector<std::size_t> moves;
};

class RuleAudit {
 public:
  RuleAudit(const Ground& ground, const std::vector<model::Move>& moves, const Precedence& precedence)
      : ground_(ground), moves_(moves), precedence_(precedence) {
    for (const auto i : precedence.sequence()) {
      auto& journey =
          journeys_.try_emplace(moves[i].vm, Journey{moves[i].from, moves[i].to, {}}).first->second;
      journey.last = moves[i].to;
      journey.moves.push_back(i);
    }
  }

  std::vector<Blocker> run() {
    for (const auto& rule : ground_.fleet().rules) {
      if (!rule.must || rule.kind == RuleKind::prefer) continue;
      rule_ = &rule;
      members_ = members(rule);
      if (std::ranges::any_of(members_, [&](const model::Vm* vm) { return journeys_.contains(vm->uuid); }))
        check(rule);
    }
    check_names();
    return std::move(found_);
  }

 private:
  std::vector<const model::Vm*> members(const model::Rule& rule) const {
    std::set<VmUuid> named(rule.vms.begin(), rule.vms.end());
    if (rule.vms.empty())
      for (const auto& vm : ground_.fleet().vms) named.insert(vm.uuid);
    std::vector<const model::Vm*> all;
    for (const auto& uuid : named)
      if (const auto* vm = ground_.vm(uuid)) all.push_back(vm);
    return all;
  }

  NodeName end_of(const model::Vm& vm) const {
    const auto found = journeys_.find(vm.uuid);
    return found == journeys_.end() ? vm.node : found->second.last;
  }

  /// Somebody else chose where it goes.
  bool is_adopted(std::size_t move) const { return moves_[move].kind == model::MoveKind::adopt; }

  bool is_sent(const model::Vm& vm) const {
    const auto found = journeys_.find(vm.uuid);
    return found != journeys_.end() && !is_adopted(found->second.moves.back());
  }

  void add(const VmUuid& vm, const NodeName& node) {
    found_.push_back({Reason::rule, vm, node, rule_->name});
  }

  void check(const model::Rule& rule) {
    switch (rule.kind) {
      case RuleKind::apart: return check_count(1);
      case RuleKind::at_most: return check_count(rule.limit);
      case RuleKind::together: return check_company();
      case RuleKind::only_on:
        return check_nodes([&](const NodeName&, const NodeName& to) { return is_meant(to); });
      case RuleKind::never_on:
        return check_nodes([&](const NodeName&, const NodeName& to) { return !is_meant(to); });
      case RuleKind::direction:
        return check_moves([&](const NodeName& from, const NodeName& to) {
          return rank(from) && rank(to) && *rank(from) <= *rank(to);
        });
      case RuleKind::prefer: return;
    }
  }

  const std::string* label(const NodeName& name) const {
    const auto* node = ground_.node(name);
    if (!node) return nullptr;
    const auto found = node->labels.find(rule_->label);
    return found == node->labels.end() ? nullptr : &found->second;
  }

  Place place(const NodeName& name) const {
    if (rule_->label.empty()) return name.str();
    const auto* value = label(name);
    return value ? Place(*value) : std::nullopt;
  }

  std::optional<std::ptrdiff_t> rank(const NodeName& name) const {
    const auto* value = label(name);
    const auto found = value ? std::ranges::find(rule_->values, *value) : rule_->values.end();
    return found == rule_->values.end() ? std::nullopt : std::optional(found - rule_->values.begin());
  }

  bool is_meant(const NodeName& name) const {
    if (std::ranges::find(rule_->nodes, name) != rule_->nodes.end()) return true;
    if (rule_->label.empty()) return false;
    return rule_->values.empty() ? label(name) != nullptr : rank(name).has_value();
  }

  template <class Allowed>
  void check_moves(Allowed allowed) {
    for (const auto* vm : members_) {
      const auto journey = journeys_.find(vm->uuid);
      if (journey == journeys_.end()) continue;
      for (const auto i : journey->second.moves)
        if (!is_adopted(i) && !allowed(moves_[i].from, moves_[i].to)) add(vm->uuid, moves_[i].to);
    }
  }

  template <class Allowed>
  void check_nodes(Allowed allowed) {
    if (rule_->time == model::RuleTime::at_every_step) return check_moves(allowed);
    for (const auto* vm : members_)
      if (is_sent(*vm) && !allowed(vm->node, end_of(*vm))) add(vm->uuid, end_of(*vm));
  }

  void check_count(unsigned limit) {
    check_count_at_end(limit);
    if (rule_->time != model::RuleTime::at_every_step) return;
    for (const auto& [where, pool] : seats(limit, [this](const NodeName& name) { return place(name); }))
      if (const auto worst = excess(pool, precedence_)) add(moves_[worst->move].vm, moves_[worst->move].to);
  }

  void check_count_at_end(unsigned limit) {
    std::map<std::string, std::size_t> before, after;
    for (const auto* vm : members_) {
      if (const auto p = place(vm->node)) ++before[*p];
      if (const auto p = place(end_of(*vm))) ++after[*p];
    }
    for (const auto* vm : members_) {
      const auto p = place(end_of(*vm));
      const bool has_come = p && is_sent(*vm) && place(vm->node) != p;
      if (has_come && after[*p] > limit && after[*p] > before[*p]) add(vm->uuid, end_of(*vm));
    }
  }

  /// One pool for each place that a member arrives at.
  std::map<std::string, Pool> seats(unsigned limit, const PlaceOf& place_of) const {
    std::map<std::string, Pool> pools;
    for (const auto* vm : members_) {
      const auto journey = journeys_.find(vm->uuid);
      const auto* target = ground_.bound_for(*vm);
      if (const auto p = place_of(vm->node)) ++pools[*p].at_first;
      if (target && place_of(target->name) && place_of(target->name) != place_of(vm->node))
        ++pools[*place_of(target->name)].at_first;
      if (journey == journeys_.end()) continue;
      for (const auto i : journey->second.moves) {
        const auto from = place_of(moves_[i].from);
        const auto to = place_of(moves_[i].to);
        if (from == to) continue;
        if (from) pools[*from].departures.push_back({i, 1});
        if (to && moves_[i].kind != model::MoveKind::adopt) pools[*to].arrivals.push_back({i, 1});
      }
    }
    for (auto& [where, pool] : pools) pool.limit = limit;
    return pools;
  }

  /// How many of the members are not where most of them are.
  std::size_t strays(const std::function<NodeName(const model::Vm&)>& where) const {
    std::map<Place, std::size_t> counts;
    std::size_t most = 0;
    for (const auto* vm : members_) {
      const auto p = place(where(*vm));
      const auto together = ++counts[p];
      if (p) most = std::max(most, together);
    }
    return members_.size() - most;
  }

  void check_company() {
    if (members_.size() < 2) return;
    if (rule_->time == model::RuleTime::at_every_step)
      check_moves([&](const NodeName& from, const NodeName& to) { return place(from) == place(to); });
    const auto before = strays([](const model::Vm& vm) { return vm.node; });
    const auto after = strays([this](const model::Vm& vm) { return end_of(vm); });
    if (after == 0 || after <= before) return;
    for (const auto* vm : members_)
      if (is_sent(*vm)) add(vm->uuid, end_of(*vm));
  }

  /// libvirt refuses two VMs of one name on one node.
  void check_names() {
    std::set<VmName> names;
    for (const auto& [uuid, journey] : journeys_)
      if (const auto* vm = ground_.vm(uuid)) names.insert(vm->name);
    for (const auto& name : names) {
      members_.clear();
      for (const auto* vm : ground_.named(name))
        if (ground_.vm(vm->uuid) == vm) members_.push_back(vm);
      if (members_.size() < 2) continue;
      for (const auto& [where, pool] : seats(1, [](const NodeName& node) { return Place(node.str()); }))
        if (const auto worst = excess(pool, precedence_))
          found_.push_back({Reason::name_taken, moves_[worst->move].vm, moves_[worst->move].to, name.str()});
    }
  }

  const Ground& ground_;
  const std::vector<model::Move>& moves_;
  const Precedence& precedence_;
  std::map<VmUuid, Journey> journeys_;
  const model::Rule* rule_ = nullptr;
  std::vector<const model::Vm*> members_;
  std::vector<Blocker> found_;
};

}  // namespace

std::vector<Blocker> broken_rules(const Ground& ground, const std::vector<model::Move>& moves,
                                  const Precedence& precedence) {
  return RuleAudit(ground, moves, precedence).run();
}

}  // namespace haxen::planner::auditing
