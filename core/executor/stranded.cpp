// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what becomes of a copy that an interrupted hand-over left paused.
#include "executor/stranded.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "executor/whereabouts.hpp"

namespace haxen::executor {

namespace {

using model::VmState;
using model::Whereabouts;

bool answered(const model::Fleet& fleet, const NodeName& node) {
  return std::ranges::find(fleet.nodes, node, &model::Node::name) != fleet.nodes.end();
}

}  // namespace

Stranded stranded(const model::Fleet& fleet, const model::Vm& vm) {
  if (vm.state != VmState::paused || !vm.pending || vm.job) return Stranded::no;
  const auto& from = vm.pending->from;
  const auto& to = vm.pending->to;
  if (!answered(fleet, from) || !answered(fleet, to)) return Stranded::no;
  const auto is_other = [&vm](const model::Vm& each) {
    return each.uuid == vm.uuid && each.node != vm.node && is_active(each.state);
  };
  const auto others = std::ranges::count_if(fleet.vms, is_other);
  if (others == 0) return Stranded::only_copy;
  const auto& other = *std::ranges::find_if(fleet.vms, is_other);
  const bool arrived = others == 1 && other.node == to && other.state == VmState::running && !other.job;
  return arrived && vm.node == from ? Stranded::shell : Stranded::no;
}

Task<Result<void>> revive(Loop& loop, Connections& connections, model::Vm vm, Duration patience) {
  const auto from = vm.pending->from;
  const auto to = vm.pending->to;
  const auto seen = co_await prove(loop, connections, vm.uuid, from, to, patience);
  const bool at_rest = seen.settled && seen.paused_by_migration;
  if (at_rest && seen.where == Whereabouts::paused_here) co_return co_await connections.resume(from, vm.uuid);
  if (at_rest && seen.where == Whereabouts::paused_there) co_return co_await connections.resume(to, vm.uuid);
  if (seen.settled && (seen.where == Whereabouts::here || seen.where == Whereabouts::there))
    co_return Result<void>{};
  co_return fault(FaultKind::failed, seen.detail.empty() ? "its job does not end" : seen.detail);
}

Task<Result<void>> bury(Loop& loop, Connections& connections, model::Vm vm) {
  const auto from = vm.pending->from;
  std::vector<Task<Result<virt::Presence>>> questions;
  questions.push_back(connections.look(from, vm.uuid));
  questions.push_back(connections.look(vm.pending->to, vm.uuid));
  const auto answers = co_await all(loop, std::move(questions));
  for (const auto& answer : answers) {
    if (!answer) co_return tl::unexpected(answer.error());
  }
  const auto& here = answers[0].value();
  const auto& there = answers[1].value();
  const bool over = here.paused_by_migration && !here.incoming && !here.job;
  const bool arrived = there.defined && there.state == VmState::running && !there.incoming && !there.job;
  if (!over || !arrived) co_return fault(FaultKind::failed, "the two nodes do not agree about it yet");
  co_return co_await connections.discard(from, vm.uuid);
}

}  // namespace haxen::executor
