// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is measured before a plan is shown, and what it means for each VM and move.
#include "operation/foresight.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace haxen::operation {

namespace {

using Uses = std::map<VmUuid, virt::MemoryUse>;

// What a page that never was written takes on the way is next to nothing.
Bytes to_send(const model::Vm& vm) { return vm.memory_used.value_or(vm.memory); }

// Measuring takes a second. Of a VM whose memory is over in a few, the attempt itself shows as soon whether
// it can be moved.
bool is_worth_measuring(const model::Vm& vm, const migration::Pace& pace) {
  constexpr double least_pass = 5;  // seconds
  return static_cast<double>(vm.memory.count) >= least_pass * pace.rate.bytes_per_second;
}

}  // namespace

Task<void> Foresight::measure(model::Fleet fleet, model::Plan plan) {
  std::map<NodeName, std::vector<VmUuid>> wanted;
  for (const auto& move : plan.moves) {
    if (move.kind != model::MoveKind::migrate || uses_.contains(move.vm)) continue;
    const auto* vm = model::find_vm(fleet, move.vm);
    const auto pace = past_.between(fleet, move.from, move.to);
    if (vm != nullptr && pace && is_worth_measuring(*vm, *pace)) wanted[move.from].push_back(move.vm);
    uses_[move.vm];
  }
  std::vector<Task<Result<Uses>>> questions;
  for (const auto& [node, vms] : wanted) questions.push_back(connections_.memory_use(node, vms));
  const auto answers = co_await all(loop_, std::move(questions));
  for (const auto& answer : answers) {
    if (!answer) continue;
    for (const auto& [vm, use] : *answer) uses_[vm] = use;
  }
}

model::Fleet Foresight::informed(model::Fleet fleet) const {
  for (auto& vm : fleet.vms) {
    const auto found = uses_.find(vm.uuid);
    if (found == uses_.end() || !is_active(vm.state)) continue;
    const auto& use = found->second;
    if (use.resident) vm.memory_used = std::min(*use.resident, vm.memory);
    vm.dirty_rate = use.dirty_rate;
  }
  for (auto& vm : fleet.vms)
    if (auto found = hindrance(fleet, vm)) vm.hindrances.push_back(std::move(*found));
  return fleet;
}

migration::Bounds Foresight::bounds(const model::Vm& vm) const {
  migration::Bounds bounds;
  bounds.budget = settings_.max_outage.value_or(vm.policy.outage_budget);
  bounds.may_throttle = settings_.allow_throttle || vm.policy.may_throttle;
  bounds.may_postcopy = settings_.allow_postcopy || vm.policy.may_postcopy;
  return bounds;
}

std::optional<migration::Forecast> Foresight::forecast(const model::Fleet& fleet, const model::Vm& vm,
                                                       const model::Move& move) const {
  const auto pace = past_.between(fleet, move.from, move.to);
  if (!pace || pace->rate.bytes_per_second <= 0) return std::nullopt;
  return migration::foresee({to_send(vm), storage(move), vm.dirty_rate}, *pace, bounds(vm));
}

std::optional<Seconds> Foresight::too_long(const model::Fleet& fleet, const model::Vm& vm,
                                           const NodeName& to) const {
  const auto pace = past_.at_best(fleet, vm.node, to);
  if (!pace || pace->rate.bytes_per_second <= 0) return std::nullopt;
  return migration::foresee({to_send(vm), Bytes{}, vm.dirty_rate}, *pace, bounds(vm)).too_long;
}

std::optional<model::Hindrance> Foresight::hindrance(const model::Fleet& fleet, const model::Vm& vm) const {
  if (!vm.dirty_rate || bounds(vm).may_throttle || bounds(vm).may_postcopy || vm.job) return std::nullopt;
  std::optional<Seconds> shortest;
  for (const auto& node : fleet.nodes) {
    if (node.name == vm.node) continue;
    const auto pause = too_long(fleet, vm, node.name);
    if (!pause) return std::nullopt;
    shortest = std::min(shortest.value_or(*pause), *pause);
  }
  if (!shortest) return std::nullopt;
  return model::Hindrance{
      model::HindranceKind::too_busy,
      fmt::format("{} (measured over 1 s), which may take a pause of {}; its budget is {}",
                  to_string(*vm.dirty_rate), to_string(*shortest), to_string(Seconds(bounds(vm).budget)))};
}

model::Plan Foresight::foretold(const model::Fleet& fleet, model::Plan plan) const {
  std::map<NodeName, Seconds> out, in;
  bool complete = true;
  for (auto& move : plan.moves) {
    const auto* vm = model::find_vm(fleet, move.vm);
    if (vm == nullptr || move.kind != model::MoveKind::migrate) continue;
    const auto expected = forecast(fleet, *vm, move);
    if (!expected) {
      complete = false;
      continue;
    }
    move.expected_time = expected->time;
    move.expected_outage = expected->outage;
    move.expected_rounds = expected->rounds;
    out[move.from] += expected->time;
    in[move.to] += expected->time;
  }
  if (!complete || out.empty()) return plan;
  Seconds busiest{};
  for (const auto& links : {out, in})
    for (const auto& [node, time] : links) busiest = std::max(busiest, time);
  plan.expected_time = busiest;
  if (plan.lower_bound) plan.lower_bound = std::min(*plan.lower_bound, busiest);
  return plan;
}

}  // namespace haxen::operation
