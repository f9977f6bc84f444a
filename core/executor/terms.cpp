// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the terms of one VM's move come about.
#include "executor/terms.hpp"

#include "executor/images.hpp"

namespace haxen::executor {

Milliseconds outage_budget(const Settings& settings, const model::Vm& vm) {
  return settings.max_outage.value_or(vm.policy.outage_budget);
}

migration::Bounds bounds_for(const Settings& settings, const model::Vm& vm) {
  migration::Bounds bounds;
  bounds.budget = outage_budget(settings, vm);
  bounds.may_throttle = settings.allow_throttle || vm.policy.may_throttle;
  return bounds;
}

bool may_postcopy(const Settings& settings, const model::Vm& vm, const model::Move& move) {
  const bool is_let = settings.allow_postcopy || vm.policy.may_postcopy;
  return is_let && is_running(vm.state) && move.copies.empty() &&
         hand_over_of(vm, move) == model::HandOver::fast;
}

model::HandOver hand_over_of(const model::Vm& vm, const model::Move& move) {
  if (move.kind == model::MoveKind::adopt && vm.pending) return vm.pending->hand_over;
  return is_running(vm.state) ? vm.policy.hand_over : model::HandOver::fast;
}

virt::Notes notes_on_the_way(const Settings& settings, const model::Vm& vm, const model::Move& move,
                             const OwnersSettings& owners) {
  virt::Notes notes;
  notes.origin = vm.origin;
  notes.moved = vm.moved;
  if (!notes.origin && settings.leaving.contains(move.from)) notes.origin = move.from;
  notes.pending = model::PendingMove{settings.operation,    move.from,        move.to,
                                     owners.downtime_limit, owners.autostart, paths_of(move.copies),
                                     hand_over_of(vm, move)};
  return notes;
}

virt::MigrationRequest request_for(const Settings& settings, const model::Vm& vm, const model::Move& move) {
  virt::MigrationRequest request;
  request.vm = vm.uuid;
  request.to = move.to;
  if (const auto found = settings.endpoints.find(move.to); found != settings.endpoints.end()) {
    request.peer_uri = found->second.peer_uri;
    request.migrate_uri = found->second.migrate_uri;
  }
  request.persistent = vm.persistent;
  request.tls = settings.tls;
  request.may_throttle = bounds_for(settings, vm).may_throttle;
  request.may_postcopy = may_postcopy(settings, vm, move);
  request.held = hand_over_of(vm, move) == model::HandOver::confirmed;
  for (const auto& copy : move.copies) request.copied_disks.push_back(copy.target);
  return request;
}

}  // namespace haxen::executor
