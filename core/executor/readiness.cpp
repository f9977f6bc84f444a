// SPDX-License-Identifier: GPL-2.0-or-later
// Knows in which order the reasons count for which a VM does not set out.
#include "executor/readiness.hpp"

#include <fmt/format.h>
#include <utility>

#include "executor/whereabouts.hpp"

namespace haxen::executor {

namespace {

using model::MoveResult;
using model::Whereabouts;
using Course = Readiness::Course;

Readiness stays(MoveResult result, FaultKind kind, std::string why) {
  return {Course::stays, result, {kind, std::move(why)}};
}

bool leaves_for(const model::Vm& vm, const NodeName& target, const virt::Presence& at_source) {
  return at_source.job && at_source.job->kind == model::JobKind::migration_out && vm.pending &&
         vm.pending->to == target;
}

// At the one end, and at the other nothing that would be in the way.
Readiness of_one_at_source(const model::Vm& vm, const model::Move& move, const virt::Presence& at_source,
                           const virt::Presence& at_target) {
  if (at_source.job) {
    return stays(MoveResult::not_started, FaultKind::busy,
                 fmt::format("vm '{}': somebody else's job is under way on it", vm.name));
  }
  if (at_target.defined) {
    return stays(MoveResult::not_started, FaultKind::exists,
                 fmt::format("vm '{}': node '{}' has a definition of it already", vm.name, move.to));
  }
  return {Course::sets_out};
}

}  // namespace

Readiness readiness(const model::Vm& vm, const model::Move& move, const virt::Presence& at_source,
                    const virt::Presence& at_target) {
  const auto seen = classify(at_source, at_target);
  const auto as_seen = fmt::format("vm '{}': {}", vm.name, seen.detail);
  if (leaves_for(vm, move.to, at_source)) {
    if (seen.torn) return stays(MoveResult::unproven, FaultKind::failed, as_seen);
    return {Course::is_followed};
  }
  if (seen.where == Whereabouts::there && seen.settled) return {Course::is_there};
  if (seen.where == Whereabouts::neither) {
    return stays(MoveResult::gone, FaultKind::missing,
                 fmt::format("vm '{}': it was shut off or moved by somebody meanwhile", vm.name));
  }
  if (seen.where == Whereabouts::both) {
    auto both = stays(MoveResult::unproven, FaultKind::failed, as_seen);
    if (!seen.settled && !at_source.job) both.course = Course::is_between;
    return both;
  }
  if (seen.where != Whereabouts::here) return stays(MoveResult::not_started, FaultKind::failed, as_seen);
  return of_one_at_source(vm, move, at_source, at_target);
}

}  // namespace haxen::executor
