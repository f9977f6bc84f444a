// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what becomes of a copy that an interrupted hand-over left paused.
#include "executor/stranded.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "executor/landing.hpp"

namespace haxen::executor {

namespace {

using model::VmState;
using model::Whereabouts;

bool answered(const model::Fleet& fleet, const NodeName& node) {
  return std::ranges::find(fleet.nodes, node, &model::Node::name) != fleet.nodes.end();
}

// Off here, at an end of its move, and kept elsewhere: it runs there, or, at the move's source, is off as it
// was.
bool is_left_over(const model::Fleet& fleet, const model::Vm& vm) {
  if (vm.state != VmState::shut_off || !vm.pending || vm.job) return false;
  const auto& [from, to] = std::tie(vm.pending->from, vm.pending->to);
  if (from == to || (vm.node != from && vm.node != to)) return false;
  std::vector<const model::Vm*> others;
  for (const auto& each : fleet.vms)
    if (each.uuid == vm.uuid && each.node != vm.node) others.push_back(&each);
  if (others.size() != 1) return false;
  const auto& other = *others.front();
  const bool runs = other.state == VmState::running;
  // Where its disks were copied, it may have run on with those at the target.
  const bool shares_disks = vm.pending->images.empty();
  const bool stayed = other.state == VmState::shut_off && other.node == from && vm.node == to && shares_disks;
  return (runs || stayed) && other.persistent && !other.job;
}

}  // namespace

bool is_waiting(const model::Vm& vm) {
  return vm.state == VmState::paused && vm.pending && vm.pending->to == vm.node &&
         vm.pending->hand_over == model::HandOver::confirmed;
}

Stranded stranded(const model::Fleet& fleet, const model::Vm& vm) {
  if (is_left_over(fleet, vm)) return Stranded::leftover;
  if (vm.state != VmState::paused || !vm.pending || vm.job) return Stranded::no;
  const auto& from = vm.pending->from;
  const auto& to = vm.pending->to;
  if (from == to) return Stranded::no;  // it has been defined there, and may be coming up
  if (!answered(fleet, from) || !answered(fleet, to)) return Stranded::no;
  const auto is_other = [&vm](const model::Vm& each) {
    return each.uuid == vm.uuid && each.node != vm.node && is_active(each.state);
  };
  // Where the other end has a definition, it has run there, and may have been shut off since.
  const auto is_kept = [&vm](const model::Vm& each) {
    return each.uuid == vm.uuid && each.node != vm.node && !is_active(each.state);
  };
  if (std::ranges::any_of(fleet.vms, is_kept)) return Stranded::no;
  const auto others = std::ranges::count_if(fleet.vms, is_other);
  if (others == 0) return Stranded::only_copy;
  const auto& other = *std::ranges::find_if(fleet.vms, is_other);
  if (others > 1 || other.job) return Stranded::no;
  const bool held = vm.pending->hand_over == model::HandOver::confirmed;
  const bool between = other.state == VmState::running || (held && other.state == VmState::paused);
  const bool is_elsewhere = other.state == VmState::running || other.node == from;
  if (vm.node == to) return held && between && is_elsewhere ? Stranded::unclaimed : Stranded::no;
  if (vm.node != from || other.node != to || !between) return Stranded::no;
  return other.state == VmState::running ? Stranded::shell : Stranded::only_copy;
}

Task<Result<void>> revive(Loop& loop, Connections& connections, model::Vm vm, Duration patience) {
  const Ends ends{vm.uuid, vm.pending->from, vm.pending->to, vm.pending->hand_over};
  const auto landing = co_await land(loop, connections, ends, patience);
  const auto& seen = landing.sighting;
  if (seen.settled && seen.where == Whereabouts::paused_there && seen.paused_by_migration)
    co_return co_await connections.resume(ends.to, ends.vm);
  if (seen.settled && (seen.where == Whereabouts::here || seen.where == Whereabouts::there))
    co_return Result<void>{};
  co_return fault(FaultKind::failed, seen.detail.empty() ? "its job does not end" : seen.detail);
}

Task<Result<void>> bury(Loop& loop, Connections& connections, model::Vm vm, NodeName other) {
  const auto answers = co_await look_at_both(loop, connections, vm.uuid, vm.node, other);
  for (const auto& answer : answers) {
    if (!answer) co_return tl::unexpected(answer.error());
  }
  const auto& here = answers[0].value();
  const auto& there = answers[1].value();
  const bool held = vm.pending->hand_over == model::HandOver::confirmed && vm.node == vm.pending->to &&
                    here.state == VmState::paused;
  const bool over = (here.paused_by_migration || held) && !here.incoming && !here.job;
  const bool is_it = there.state == VmState::running || (held && there.paused_by_migration);
  if (!over || !there.defined || !is_it || there.incoming || there.job)
    co_return fault(FaultKind::failed, "the two nodes do not agree about it yet");
  co_return co_await connections.discard(vm.node, vm.uuid);
}

}  // namespace haxen::executor
