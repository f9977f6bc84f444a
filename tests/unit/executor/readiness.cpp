// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a VM sets out, by what both ends of its move say of it.
#include "executor/readiness.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using executor::Readiness;
using executor::readiness;
using model::MoveResult;
using model::VmState;
using Course = Readiness::Course;

namespace {

const virt::Presence nothing{};
const auto leaves = model::Job{model::JobKind::migration_out};
const auto arrives = model::Job{model::JobKind::migration_in};

virt::Presence seen(VmState state, std::optional<model::Job> job = {}) {
  virt::Presence presence;
  presence.defined = true;
  presence.state = state;
  presence.job = job;
  return presence;
}

virt::Presence torn(VmState state, model::Job job) {
  auto presence = seen(state, job);
  presence.postcopy_failed = true;
  return presence;
}

model::Move to_n2() {
  model::Move move;
  move.from = NodeName("n1");
  move.to = NodeName("n2");
  return move;
}

model::Vm on_its_way_to(const std::string& target) {
  model::Vm vm;
  vm.name = VmName("web");
  if (!target.empty())
    vm.pending = model::PendingMove{OperationId("op"), NodeName("n1"), NodeName(target), {}, false};
  return vm;
}

Readiness judged(const virt::Presence& source, const virt::Presence& target,
                 const std::string& on_its_way = "") {
  return readiness(on_its_way_to(on_its_way), to_n2(), source, target);
}

}  // namespace

TEST_CASE("what runs at the source alone sets out") {
  CHECK(judged(seen(VmState::running), nothing).course == Course::sets_out);
}

TEST_CASE("what is under way to this target is followed") {
  CHECK(judged(seen(VmState::running, leaves), seen(VmState::paused, arrives), "n2").course ==
        Course::is_followed);
  CHECK(judged(seen(VmState::paused, leaves), seen(VmState::running, arrives), "n2").course ==
        Course::is_followed);
}

TEST_CASE("what leaves for another target is somebody else's") {
  const auto found = judged(seen(VmState::running, leaves), nothing, "n3");
  CHECK(found.course == Course::stays);
  CHECK(found.why.kind == FaultKind::busy);
}

TEST_CASE(
    "a post-copy that broke off is not followed: it is told at once that nobody has all of the memory") {
  const auto source = torn(VmState::paused, leaves);
  for (const auto& target : {nothing, seen(VmState::shut_off), torn(VmState::running, arrives)}) {
    const auto found = judged(source, target, "n2");
    CHECK(found.course == Course::stays);
    CHECK(found.result == MoveResult::unproven);
    CHECK(found.why.message == "vm 'web': its post-copy broke off, and no copy of it has all of its memory");
  }
}

TEST_CASE(
    "one that only its source calls broken off is followed while its target receives, or has received") {
  const auto source = torn(VmState::paused, leaves);
  CHECK(judged(source, seen(VmState::running, arrives), "n2").course == Course::is_followed);
  CHECK(judged(source, seen(VmState::running), "n2").course == Course::is_followed);
}

TEST_CASE("what somebody moved first is there") {
  CHECK(judged(nothing, seen(VmState::running)).course == Course::is_there);
  CHECK(judged(seen(VmState::shut_off), seen(VmState::running)).course == Course::is_there);
}

TEST_CASE("what is active at both ends is unproven, and may be between them where no job tells more") {
  CHECK(judged(seen(VmState::paused), seen(VmState::running)).course == Course::is_between);
  const auto twice = judged(seen(VmState::running), seen(VmState::running));
  CHECK(twice.result == MoveResult::unproven);
  CHECK(twice.why.message == "vm 'web': it runs at both nodes");
}

TEST_CASE("what is off stays, and so does what is paused, or in the way of itself at its target") {
  CHECK(judged(seen(VmState::shut_off), nothing).result == MoveResult::gone);
  CHECK(judged(nothing, nothing).result == MoveResult::gone);
  CHECK(judged(seen(VmState::paused), nothing).why.message == "vm 'web': it is paused at the source");
  CHECK(judged(seen(VmState::running), seen(VmState::shut_off)).why.kind == FaultKind::exists);
}
