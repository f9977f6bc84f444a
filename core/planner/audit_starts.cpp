// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a start is checked: as the move of a VM from nowhere.
#include "planner/audit_starts.hpp"

#include <algorithm>
#include <set>

#include "planner/audit.hpp"
#include "planner/eligibility.hpp"

namespace haxen::planner::auditing {
namespace {

using model::Reason;

bool is_left(const model::Vm& known, const model::Start& start) {
  return (start.is_defined || start.is_partial) && known.uuid == start.vm.uuid && known.node == start.vm.node;
}

/// That such a node is dead is proven by others, and later.
bool is_acted_for(const model::Fleet& fleet, const model::Absent& absent) {
  return std::ranges::any_of(fleet.lost,
                             [&](const model::LedgerNode& lost) { return lost.node.name == absent.name; });
}

std::string place(const model::Rule& rule, const model::Node& node) {
  if (rule.label.empty()) return node.name.str();
  const auto value = node.labels.find(rule.label);
  return value == node.labels.end() ? std::string() : value->second;
}

/// Rules by which it would have to be where others are that run already. Seen as a move from elsewhere it
/// would only not be as it ought to be, as before.
std::vector<model::Blocker> broken_company(const model::Fleet& fleet, const model::Start& start) {
  std::vector<model::Blocker> found;
  for (const auto& rule : fleet.rules) {
    const auto is_member = [&](const VmUuid& vm) {
      return rule.vms.empty() || std::ranges::find(rule.vms, vm) != rule.vms.end();
    };
    if (rule.kind != model::RuleKind::together || !rule.must || !is_member(start.vm.uuid)) continue;
    std::set<std::string> places;
    for (const auto& vm : fleet.vms)
      if (vm.uuid != start.vm.uuid && model::is_active(vm.state) && is_member(vm.uuid))
        if (const auto* node = model::find_node(fleet, vm.node)) places.insert(place(rule, *node));
    const auto* target = model::find_node(fleet, start.vm.node);
    if (places.size() == 1 && target != nullptr && !places.contains(place(rule, *target)))
      found.push_back({Reason::rule, start.vm.uuid, start.vm.node, rule.name});
  }
  return found;
}

std::vector<model::Blocker> seconds_of_it(const model::Fleet& fleet, const model::Start& start) {
  std::vector<model::Blocker> found;
  const auto& vm = start.vm;
  for (const auto& known : fleet.vms) {
    if (is_left(known, start)) continue;
    if (known.uuid == vm.uuid) found.push_back({Reason::already_there, vm.uuid, known.node, {}});
    if (known.uuid != vm.uuid && known.name == vm.name)
      found.push_back({Reason::name_taken, vm.uuid, known.node, known.uuid.str()});
  }
  for (const auto& absent : fleet.absent)
    if (!is_acted_for(fleet, absent))
      found.push_back({Reason::target_unreachable, vm.uuid, absent.name, absent.why.message});
  return found;
}

}  // namespace

std::vector<model::Blocker> broken_start(const model::Fleet& fleet, const model::Start& start,
                                         const OperationId& own) {
  auto found = seconds_of_it(fleet, start);
  const auto* node = model::find_node(fleet, start.vm.node);
  if (node == nullptr) {
    found.push_back({Reason::target_unreachable, start.vm.uuid, start.vm.node, {}});
    return found;
  }
  const auto is_up = [&](const model::Vm& known) {
    return is_left(known, start) && model::is_active(known.state) && !start.is_partial;
  };
  if (std::ranges::any_of(fleet.vms, is_up)) return found;  // nothing arrives any more
  const auto needs = demands(start.vm, *node);
  found.insert(found.end(), needs.begin(), needs.end());
  if (start.kind == model::StartKind::rehome) return found;  // it holds nothing, and is nobody's company
  const auto company = broken_company(fleet, start);
  found.insert(found.end(), company.begin(), company.end());
  auto before = fleet;
  std::erase_if(before.vms, [&](const model::Vm& each) { return each.uuid == start.vm.uuid; });
  std::erase_if(before.rules,
                [](const model::Rule& rule) { return rule.kind == model::RuleKind::direction; });
  // Who restarts what has died has no steps in between.
  if (start.kind == model::StartKind::restart)
    for (auto& rule : before.rules) rule.time = model::RuleTime::at_the_end;
  auto& outside = before.nodes.emplace_back(*node);
  outside.name = NodeName("(outside)");
  outside.host_uuid = "(outside)";
  outside.mark.reset();
  outside.labels.clear();
  auto& vm = before.vms.emplace_back(start.vm);
  vm.node = outside.name;
  vm.state = model::VmState::running;
  vm.hindrances.clear();
  vm.disks.clear();
  model::Plan arrival;
  model::Move move;
  move.vm = vm.uuid;
  move.from = vm.node;
  move.to = start.vm.node;
  move.memory = model::footprint(vm);
  arrival.moves = {move};
  const auto broken = audit(before, arrival, own);
  found.insert(found.end(), broken.begin(), broken.end());
  return found;
}

}  // namespace haxen::planner::auditing
