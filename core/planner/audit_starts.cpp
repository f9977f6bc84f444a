// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a start is checked: as the move of a VM from nowhere.
#include "planner/audit_starts.hpp"

#include <algorithm>

#include "planner/audit.hpp"
#include "planner/eligibility.hpp"

namespace haxen::planner::auditing {
namespace {

using model::Reason;

bool is_left(const model::Vm& known, const model::Start& start) {
  return start.is_defined && known.uuid == start.vm.uuid && known.node == start.vm.node;
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
    return is_left(known, start) && model::is_active(known.state);
  };
  if (std::ranges::any_of(fleet.vms, is_up)) return found;  // nothing arrives any more
  const auto needs = demands(start.vm, *node);
  found.insert(found.end(), needs.begin(), needs.end());
  auto before = fleet;
  std::erase_if(before.vms, [&](const model::Vm& each) { return each.uuid == start.vm.uuid; });
  std::erase_if(before.rules,
                [](const model::Rule& rule) { return rule.kind == model::RuleKind::direction; });
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
