// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what has to be certain before a VM is started for the first time.
#include "planner/place_new.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "planner/place_one.hpp"
#include "planner/rivals.hpp"

namespace haxen::planner {
namespace {

using model::Reason;

/// Nobody knows what is on them.
std::vector<model::Blocker> silent_nodes(const model::Fleet& fleet, const model::Vm& vm) {
  std::vector<model::Blocker> all;
  for (const auto& absent : fleet.absent)
    all.push_back({Reason::target_unreachable, vm.uuid, absent.name,
                   fmt::format("it might hold the VM already: {}", absent.why.message)});
  return all;
}

model::Fleet without(model::Fleet fleet, const VmUuid& vm) {
  std::erase_if(fleet.vms, [&](const model::Vm& each) { return each.uuid == vm; });
  return fleet;
}

model::Start begun_at(const NodeName& node, const NewRequest& request) {
  model::Start start{request.vm, request.definition, true};
  start.vm.node = node;
  return start;
}

void append(std::vector<model::Blocker>& all, const std::vector<model::Blocker>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

model::Plan place_new(const model::Fleet& fleet, const NewRequest& request) {
  const auto& vm = request.vm;
  const auto* left = begun(fleet, vm);
  model::Plan plan;
  plan.blockers = silent_nodes(fleet, vm);
  if (left == nullptr) append(plan.blockers, rivals(fleet, vm));
  if (!plan.blockers.empty()) return plan;
  if (left != nullptr && model::is_active(left->state)) {
    plan.starts = {begun_at(left->node, request)};
    return plan;
  }
  const auto to = left != nullptr ? std::optional(left->node) : request.to;
  std::vector<model::Blocker> against = {{Reason::no_target, vm.uuid, std::nullopt, {}}};
  for (const auto& verdict : verdicts_for_new(without(fleet, vm.uuid), vm).nodes) {
    if (to && verdict.node != *to) continue;
    if (verdict.against.empty()) {
      plan.starts = {begun_at(verdict.node, request)};
      plan.starts.front().is_defined = left != nullptr;
      return plan;
    }
    append(against, verdict.against);
  }
  plan.blockers = std::move(against);
  return plan;
}

}  // namespace haxen::planner
