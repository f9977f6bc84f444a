// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the places for one VM are found and compared.
#include "planner/place_one.hpp"

#include <algorithm>
#include <tuple>

#include "planner/balance.hpp"
#include "planner/draft.hpp"
#include "planner/eligibility.hpp"
#include "planner/failover_room.hpp"
#include "planner/relaxation.hpp"
#include "planner/verdict.hpp"

namespace haxen::planner {
namespace {

/// The loss of every node is looked at for each of them.
constexpr std::size_t most_compared = 32;

std::size_t stranded(const model::Fleet& fleet) {
  std::size_t count = 0;
  for (const auto& room : failover_room(fleet)) count += room.stranded.size();
  return count;
}

/// The fleet with the VM where it would be.
model::Fleet with(model::Fleet fleet, model::Vm vm, const NodeName& node) {
  std::erase_if(fleet.vms,
                [&](const model::Vm& each) { return each.uuid == vm.uuid && model::is_active(each.state); });
  vm.node = node;
  fleet.vms.push_back(std::move(vm));
  return fleet;
}

/// Compares the places of one VM in one fleet.
class Comparison {
 public:
  Comparison(const Table& table, VmIndex vm)
      : rules_(table), now_(table, rules_), balance_(table), vm_(vm), held_(table.node_count()) {
    for (VmIndex v = 0; v < table.vm_count(); ++v)
      held_[table.vms()[v].node] = held_[table.vms()[v].node] + balance_.amounts(v);
    for (NodeIndex n = 0; n < table.node_count(); ++n) score_ += balance_.part(n, held_[n]);
  }

  const Placement& now() const { return now_; }

  double score(NodeIndex to) const {
    const auto from = now_.node_of(vm_);
    if (from == to) return score_;
    const auto& amounts = balance_.amounts(vm_);
    return score_ - balance_.part(from, held_[from]) - balance_.part(to, held_[to]) +
           balance_.part(from, held_[from] - amounts) + balance_.part(to, held_[to] + amounts);
  }

  std::vector<std::string> unmet(NodeIndex node) const {
    std::vector<std::string> names;
    for (const auto r : rules_.of(vm_)) {
      const auto& row = rules_.rows()[r];
      if (!row.must && now_.is_unmet(r, vm_, node)) names.push_back(row.rule->name);
    }
    return names;
  }
  double discord(NodeIndex node) const { return now_.discord(vm_, node); }

 private:
  Rules rules_;
  Placement now_;
  Balance balance_;
  VmIndex vm_;
  std::vector<Amounts> held_;
  double score_ = 0;
};

struct Candidate {
  model::NodeVerdict verdict;
  double discord = 0;
};

/// Best first; looks at losses of the first few.
void rank(std::vector<Candidate>& candidates, const model::Fleet& fleet, const model::Vm& vm) {
  const auto takes = [](const Candidate& each) { return each.verdict.against.empty(); };
  const auto kept_out = std::stable_partition(candidates.begin(), candidates.end(), takes);
  const auto by_balance = [](const Candidate& each) {
    return std::tuple(each.discord, each.verdict.score.value_or(0));
  };
  std::stable_sort(candidates.begin(), kept_out,
                   [&](const auto& a, const auto& b) { return by_balance(a) < by_balance(b); });
  const auto compared = std::min(most_compared, static_cast<std::size_t>(kept_out - candidates.begin()));
  for (std::size_t i = 0; i < compared; ++i)
    candidates[i].verdict.stranded = stranded(with(fleet, vm, candidates[i].verdict.node));
  std::stable_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(compared),
                   [](const auto& a, const auto& b) { return *a.verdict.stranded < *b.verdict.stranded; });
}

std::vector<model::NodeVerdict> in_order(std::vector<Candidate> candidates, const model::Fleet& fleet,
                                         const model::Vm& vm) {
  rank(candidates, fleet, vm);
  std::vector<model::NodeVerdict> all;
  for (auto& candidate : candidates) all.push_back(std::move(candidate.verdict));
  for (const auto& absent : fleet.absent) {
    model::NodeVerdict verdict;
    verdict.node = absent.name;
    verdict.against = {{model::Reason::target_unreachable, vm.uuid, absent.name, absent.why.message}};
    all.push_back(std::move(verdict));
  }
  return all;
}

// A node by itself that holds only the newcomer, so that rules and room see it leave from somewhere.
constexpr auto outside = "(new)";

model::Fleet with_newcomer(model::Fleet fleet, model::Vm vm) {
  // Directions are about moves; it makes none.
  std::erase_if(fleet.rules, [](const model::Rule& rule) { return rule.kind == model::RuleKind::direction; });
  auto& node = fleet.nodes.emplace_back();
  node.name = NodeName(outside);
  node.memory_capacity = model::footprint(vm);
  vm.node = node.name;
  vm.state = model::VmState::running;
  vm.job.reset();
  // Nobody knows what it will use; loads count only where all are known.
  vm.cpu_used = vm.cpu_used.value_or(0);
  fleet.vms.push_back(std::move(vm));
  return fleet;
}

}  // namespace

model::Verdicts verdicts(const model::Fleet& fleet, const VmUuid& vm) {
  const Table table(fleet);
  const auto v = table.find(vm);
  model::Verdicts result{vm, {}, {}, {}};
  if (v == nowhere) return result;
  const auto& row = table.vms()[v];
  result.name = row.vm->name;
  result.own = own_blockers(table, v);
  const Comparison comparison(table, v);
  std::vector<Candidate> candidates;
  for (NodeIndex n = 0; n < table.node_count(); ++n) {
    Candidate candidate;
    candidate.verdict.node = table.nodes()[n].node->name;
    candidate.verdict.is_here = n == row.node;
    if (n != row.node) candidate.verdict.against = reasons_against(comparison.now(), v, n);
    if (candidate.verdict.against.empty()) {
      candidate.verdict.score = comparison.score(n);
      candidate.verdict.unmet = comparison.unmet(n);
      candidate.discord = comparison.discord(n);
    }
    candidates.push_back(std::move(candidate));
  }
  result.nodes = in_order(std::move(candidates), fleet, *row.vm);
  return result;
}

model::Verdicts verdicts_for_new(const model::Fleet& fleet, const model::Vm& vm) {
  const auto enlarged = with_newcomer(fleet, vm);
  const Table table(enlarged);
  const auto v = table.find(vm.uuid);
  const auto& newcomer = *table.vms()[v].vm;
  const Comparison comparison(table, v);
  // The score is of real nodes only: as if it had been on one of them, which one being all the same.
  if (fleet.nodes.empty()) return {vm.uuid, vm.name, {}, in_order({}, fleet, newcomer)};
  const auto settled = with(fleet, newcomer, fleet.nodes.front().name);
  const Table real(settled);
  const Comparison scores(real, real.find(vm.uuid));
  std::vector<Candidate> candidates;
  for (NodeIndex n = 0; n < table.node_count(); ++n) {
    const auto& node = *table.nodes()[n].node;
    if (node.name.str() == outside) continue;
    Candidate candidate;
    candidate.verdict.node = node.name;
    candidate.verdict.against = demands(newcomer, node);
    const auto crowding = crowding_against(comparison.now(), v, n);
    candidate.verdict.against.insert(candidate.verdict.against.end(), crowding.begin(), crowding.end());
    if (candidate.verdict.against.empty()) {
      candidate.verdict.score = scores.score(real.find(node.name));
      candidate.verdict.unmet = comparison.unmet(n);
      candidate.discord = comparison.discord(n);
    }
    candidates.push_back(std::move(candidate));
  }
  return {vm.uuid, vm.name, {}, in_order(std::move(candidates), fleet, newcomer)};
}

model::Plan place_one(const model::Fleet& fleet, const OneRequest& request) {
  const Table table(fleet, request.operation);
  const Rules rules(table);
  const Placement start(table, rules);
  const auto v = table.find(request.vm);
  const auto found = verdicts(fleet, request.vm);
  const auto blocked = [&](std::vector<model::Blocker> blockers) {
    auto plan = plan_of(start, {}, 0, request.limits);
    plan.blockers = std::move(blockers);
    return plan;
  };
  if (v == nowhere) return blocked({{model::Reason::not_running, request.vm, std::nullopt, "shut off"}});
  const auto& row = table.vms()[v];
  if (request.to && *request.to == row.vm->node) return blocked({});
  if (row.bound_for != nowhere && (!request.to || table.nodes()[row.bound_for].node->name == *request.to))
    return plan_of(start, {{v, row.node, row.bound_for}}, 1, request.limits);
  if (!found.own.empty()) return blocked(found.own);
  std::vector<model::Blocker> against = {{model::Reason::no_target, request.vm, std::nullopt, {}}};
  for (const auto& verdict : found.nodes) {
    if (verdict.is_here || (request.to && verdict.node != *request.to)) continue;
    if (verdict.against.empty())
      return plan_of(start, {{v, row.node, table.find(verdict.node)}}, 0, request.limits);
    against.insert(against.end(), verdict.against.begin(), verdict.against.end());
  }
  auto plan = blocked(std::move(against));
  Bounds bounds;
  bounds.may_touch = [](VmIndex) { return false; };
  bounds.may_enter = [&](NodeIndex n) {
    return n != row.node && (!request.to || table.nodes()[n].node->name == *request.to);
  };
  plan.relaxations = relaxations(start, bounds, v);
  return plan;
}

}  // namespace haxen::planner
