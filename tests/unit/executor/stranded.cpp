// SPDX-License-Identifier: GPL-2.0-or-later
// What a paused copy is taken for.
#include "executor/stranded.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using executor::Stranded;

namespace {

model::Vm copy_at(const std::string& node, model::VmState state) {
  model::Vm vm;
  vm.uuid = VmUuid("uuid-a");
  vm.name = VmName("a");
  vm.node = NodeName(node);
  vm.state = state;
  vm.pending = model::PendingMove{OperationId("op"), NodeName("n1"), NodeName("n2"), {}, false};
  return vm;
}

model::Fleet fleet_of(const std::vector<std::string>& nodes, std::vector<model::Vm> vms) {
  model::Fleet fleet;
  for (const auto& name : nodes) fleet.nodes.emplace_back().name = NodeName(name);
  fleet.vms = std::move(vms);
  return fleet;
}

Stranded judged(const std::vector<std::string>& nodes, const std::vector<model::Vm>& vms) {
  return executor::stranded(fleet_of(nodes, vms), vms.front());
}

const auto paused = model::VmState::paused;
const auto running = model::VmState::running;

}  // namespace

TEST_CASE("a paused copy that a move left, with none at the other end, is the only one") {
  CHECK(judged({"n1", "n2"}, {copy_at("n1", paused)}) == Stranded::only_copy);
  CHECK(judged({"n1", "n2"}, {copy_at("n2", paused)}) == Stranded::only_copy);
}

TEST_CASE(
    "a paused copy is not resumed beside a definition elsewhere: the VM may have run and gone on there") {
  CHECK(judged({"n1", "n2"}, {copy_at("n1", paused), copy_at("n2", model::VmState::shut_off)}) ==
        Stranded::no);
}

TEST_CASE("a copy left paused at the source is a shell where the target runs the VM") {
  CHECK(judged({"n1", "n2"}, {copy_at("n1", paused), copy_at("n2", running)}) == Stranded::shell);
}

TEST_CASE(
    "a copy held at the target is unclaimed where the source runs the VM, if its hand-over was to be "
    "confirmed") {
  auto held = copy_at("n2", paused);
  held.pending->hand_over = model::HandOver::confirmed;
  CHECK(judged({"n1", "n2"}, {held, copy_at("n1", running)}) == Stranded::unclaimed);
  CHECK(judged({"n1", "n2"}, {held}) == Stranded::only_copy);
  auto sent = copy_at("n1", paused);
  sent.pending = held.pending;
  CHECK(judged({"n1", "n2"}, {held, sent}) == Stranded::unclaimed);
  CHECK(judged({"n1", "n2"}, {sent, held}) == Stranded::only_copy);
  CHECK(judged({"n1", "n2", "n3"}, {held, copy_at("n3", running)}) == Stranded::unclaimed);
}

TEST_CASE("nothing is concluded while an end has not answered, or a job goes on") {
  CHECK(judged({"n1"}, {copy_at("n1", paused)}) == Stranded::no);
  auto busy = copy_at("n1", paused);
  busy.job = model::Job{model::JobKind::migration_out};
  CHECK(judged({"n1", "n2"}, {busy}) == Stranded::no);
  auto arriving = copy_at("n2", running);
  arriving.job = model::Job{model::JobKind::migration_in};
  CHECK(judged({"n1", "n2"}, {copy_at("n1", paused), arriving}) == Stranded::no);
}

TEST_CASE("a copy beside a paused one, beside two, or at the wrong end is nobody's to touch") {
  CHECK(judged({"n1", "n2"}, {copy_at("n1", paused), copy_at("n2", paused)}) == Stranded::no);
  CHECK(judged({"n1", "n2"}, {copy_at("n2", paused), copy_at("n1", running)}) == Stranded::no);
  CHECK(judged({"n1", "n2", "n3"}, {copy_at("n1", paused), copy_at("n3", running)}) == Stranded::no);
  CHECK(judged({"n1", "n2", "n3"}, {copy_at("n1", paused), copy_at("n2", running), copy_at("n3", running)}) ==
        Stranded::no);
}

TEST_CASE("a definition that is off at an end of its move is left over where the VM is kept elsewhere") {
  const auto off = model::VmState::shut_off;
  CHECK(judged({"n1", "n2"}, {copy_at("n1", off), copy_at("n2", running)}) == Stranded::leftover);
  CHECK(judged({"n1", "n2"}, {copy_at("n2", off), copy_at("n1", running)}) == Stranded::leftover);
  CHECK(judged({"n1", "n2"}, {copy_at("n2", off), copy_at("n1", off)}) == Stranded::leftover);
  CHECK(judged({"n1", "n2", "n3"}, {copy_at("n2", off), copy_at("n3", running)}) == Stranded::leftover);
}

TEST_CASE("a definition that is off is nobody's to touch where it may be the only one") {
  const auto off = model::VmState::shut_off;
  CHECK(judged({"n1", "n2"}, {copy_at("n1", off)}) == Stranded::no);
  CHECK(judged({"n1", "n2"}, {copy_at("n1", off), copy_at("n2", off)}) == Stranded::no);
  CHECK(judged({"n1", "n2"}, {copy_at("n1", off), copy_at("n2", paused)}) == Stranded::no);
  CHECK(judged({"n1", "n2", "n3"}, {copy_at("n3", off), copy_at("n1", running)}) == Stranded::no);
  auto transient = copy_at("n2", running);
  transient.persistent = false;
  CHECK(judged({"n1", "n2"}, {copy_at("n1", off), transient}) == Stranded::no);
}

TEST_CASE("what runs, or what no move of ours has touched, is not stranded") {
  CHECK(judged({"n1", "n2"}, {copy_at("n1", running)}) == Stranded::no);
  auto somebodys = copy_at("n1", paused);
  somebodys.pending.reset();
  CHECK(judged({"n1", "n2"}, {somebodys}) == Stranded::no);
}

TEST_CASE("a definition whose disks were copied is no left-over of one that is off: it may have run since") {
  auto arrived = copy_at("n2", model::VmState::shut_off);
  auto kept = copy_at("n1", model::VmState::shut_off);
  arrived.pending->images = kept.pending->images = {"/images/a.raw"};
  CHECK(judged({"n1", "n2"}, {arrived, kept}) == Stranded::no);
}
