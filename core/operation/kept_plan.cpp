// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a kept plan is about, and how far it has come.
#include "operation/kept_plan.hpp"

#include <algorithm>

namespace haxen::operation {

namespace {

std::set<VmUuid> vms_of(const model::Plan& plan) {
  std::set<VmUuid> vms;
  for (const auto& move : plan.moves) vms.insert(move.vm);
  for (const auto& shut_down : plan.shut_downs) vms.insert(shut_down.vm);
  for (const auto& blocker : plan.blockers) vms.insert(blocker.vm);
  return vms;
}

// A rule about others is no rule of this plan; one about all stays about all.
std::optional<model::Rule> cut_down(model::Rule rule, const std::set<VmUuid>& vms,
                                    const std::set<NodeName>& nodes) {
  const bool about_all = rule.vms.empty();
  std::erase_if(rule.vms, [&](const VmUuid& vm) { return !vms.contains(vm); });
  std::erase_if(rule.nodes, [&](const NodeName& node) { return !nodes.contains(node); });
  if (rule.vms.empty() && !about_all) return std::nullopt;
  std::ranges::sort(rule.vms);  // a fleet lists VMs by where they are
  std::ranges::sort(rule.nodes);
  return rule;
}

bool is_under_way(const model::Fleet& now, const model::Move& move) {
  const auto* vm = standing(now, move.vm);
  if (vm == nullptr || vm->node != move.from) return false;
  if (!vm->job || vm->job->kind != model::JobKind::migration_out) return false;
  return std::ranges::any_of(now.vms, [&](const model::Vm& copy) {
    return copy.uuid == move.vm && copy.node == move.to && is_receiving(copy);
  });
}

// Later moves of a VM are only reached by way of the earlier ones.
std::vector<bool> done(const model::Plan& plan, const model::Fleet& now) {
  std::vector<bool> done(plan.moves.size(), false);
  std::set<VmUuid> arrived;
  for (auto i = plan.moves.size(); i-- > 0;) {
    const auto& move = plan.moves[i];
    const auto* vm = standing(now, move.vm);
    if (vm != nullptr && vm->node == move.to) arrived.insert(move.vm);
    done[i] = arrived.contains(move.vm);
  }
  return done;
}

model::Move as_it_stands(model::Move move, const model::Fleet& now) {
  if (is_under_way(now, move)) {
    move.kind = model::MoveKind::adopt;
  } else if (move.kind == model::MoveKind::adopt) {
    move.kind = model::MoveKind::migrate;
  }
  return move;
}

std::vector<model::Move> moves_left(const model::Plan& plan, const model::Fleet& now) {
  const auto is_done = done(plan, now);
  std::vector<std::size_t> number(plan.moves.size());
  std::vector<model::Move> left;
  for (std::size_t i = 0; i < plan.moves.size(); ++i) {
    if (is_done[i]) continue;
    auto move = as_it_stands(plan.moves[i], now);
    std::erase_if(move.after, [&](std::size_t before) { return is_done[before]; });
    for (auto& before : move.after) before = number[before];
    number[i] = left.size();
    left.push_back(std::move(move));
  }
  return left;
}

}  // namespace

const model::Vm* standing(const model::Fleet& fleet, const VmUuid& uuid) {
  const model::Vm* best = nullptr;
  const auto rank = [](const model::Vm& vm) { return is_active(vm.state) ? (is_receiving(vm) ? 1 : 2) : 0; };
  for (const auto& vm : fleet.vms) {
    if (vm.uuid == uuid && (best == nullptr || rank(vm) > rank(*best))) best = &vm;
  }
  return best;
}

std::vector<model::Rule> rules_about(const model::Fleet& fleet, const std::set<VmUuid>& vms,
                                     const std::set<NodeName>& nodes) {
  std::vector<model::Rule> rules;
  for (const auto& rule : fleet.rules) {
    if (auto own = cut_down(rule, vms, nodes)) rules.push_back(std::move(*own));
  }
  return rules;
}

model::Fleet basis_of(const model::Fleet& fleet, const model::Plan& plan, std::set<NodeName> marked) {
  auto vms = vms_of(plan);
  auto& nodes = marked;
  for (const auto& move : plan.moves) nodes.insert({move.from, move.to});
  for (const auto& vm : vms) {
    if (const auto* found = standing(fleet, vm)) nodes.insert(found->node);
  }
  model::Fleet basis;
  for (const auto& node : fleet.nodes) {
    if (nodes.contains(node.name)) basis.nodes.push_back(node);
  }
  for (const auto& vm : fleet.vms) {
    const bool concerned = vms.contains(vm.uuid) || (is_active(vm.state) && nodes.contains(vm.node));
    if (concerned && &vm == standing(fleet, vm.uuid)) basis.vms.push_back(vm);
  }
  for (const auto& vm : basis.vms) vms.insert(vm.uuid);
  basis.rules = rules_about(fleet, vms, nodes);
  return basis;
}

model::Plan remaining(const KeptPlan& kept, const model::Fleet& now) {
  auto plan = kept.plan;
  plan.moves = moves_left(kept.plan, now);
  std::erase_if(plan.blockers, [&](const model::Blocker& blocker) {
    const auto* vm = standing(now, blocker.vm);
    const auto asked = std::ranges::find(kept.plan.shut_downs, blocker.vm, &model::ShutDown::vm);
    return asked != kept.plan.shut_downs.end() && vm != nullptr && !is_active(vm->state);
  });
  std::erase_if(plan.shut_downs, [&](const model::ShutDown& shut_down) {
    const auto* vm = standing(now, shut_down.vm);
    return vm != nullptr && !is_active(vm->state);
  });
  return plan;
}

}  // namespace haxen::operation
