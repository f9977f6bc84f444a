// SPDX-License-Identifier: GPL-2.0-or-later
// What is taken for wrong, what for mendable, and what for nobody's to touch.
#include "repair/judge.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using model::AnomalyKind;
using model::Prospect;
using model::RemedyKind;
using model::VmState;

namespace {

const model::WallTime now{std::chrono::hours(500'000)};

model::Vm vm_at(const std::string& node, VmState state = VmState::running) {
  model::Vm vm;
  vm.uuid = VmUuid("uuid-a");
  vm.name = VmName("a");
  vm.node = NodeName(node);
  vm.state = state;
  return vm;
}

model::Vm on_its_way(model::Vm vm, const std::string& from = "n1", const std::string& to = "n2") {
  vm.pending = model::PendingMove{OperationId("op"), NodeName(from), NodeName(to), {}, false};
  return vm;
}

model::Disk disk(const std::string& target, const std::string& source) {
  model::Disk disk;
  disk.kind = model::DiskKind::file;
  disk.target = target;
  disk.source = source;
  return disk;
}

virt::Presence seen(VmState state) {
  virt::Presence presence;
  presence.defined = presence.persistent = true;
  presence.state = state;
  return presence;
}

virt::Presence left_paused() {
  auto presence = seen(VmState::paused);
  presence.paused_by_migration = true;
  return presence;
}

virt::Presence incoming() {
  auto presence = left_paused();
  presence.incoming = true;
  presence.persistent = false;
  presence.job = model::Job{model::JobKind::migration_in};
  return presence;
}

virt::Presence torn() {
  auto presence = seen(VmState::paused);
  presence.postcopy_failed = true;
  return presence;
}

// A fleet of n1, n2 and n3 in which each copy is looked at closely where a presence is given.
class World {
 public:
  World() {
    for (const auto* name : {"n1", "n2", "n3"}) known_.fleet.nodes.emplace_back().name = NodeName(name);
  }
  World& with(const model::Vm& vm) {
    known_.fleet.vms.push_back(vm);
    return *this;
  }
  World& with(model::Vm vm, const Result<virt::Presence>& look) {
    if (look) vm.state = look->state;
    known_.looks.emplace(repair::Spot{vm.node, vm.uuid}, look);
    return with(vm);
  }
  World& silent(const std::string& name) {
    std::erase_if(known_.fleet.nodes, [&](const model::Node& node) { return node.name.str() == name; });
    known_.fleet.absent.push_back({NodeName(name), {FaultKind::late, "no answer"}});
    return *this;
  }
  World& marked(const std::string& name, const model::Mark& mark) {
    for (auto& node : known_.fleet.nodes)
      if (node.name.str() == name) node.mark = mark;
    return *this;
  }
  // Process 1 lives, all others are dead.
  model::Anomalies judged(const std::set<VmUuid>& vms = {}) const {
    repair::Question question{vms, {}, now};
    question.self.judge = [](const model::Holder& holder) {
      return holder.pid == 1 ? executor::Liveness::alive : executor::Liveness::dead;
    };
    return repair::anomalies(known_, question);
  }

 private:
  repair::Knowledge known_;
};

std::string word(RemedyKind kind) {
  switch (kind) {
    case RemedyKind::resume: return "resume";
    case RemedyKind::end_copy: return "end copy";
    case RemedyKind::undefine: return "undefine";
    case RemedyKind::make_persistent: return "make persistent";
    case RemedyKind::finish_move: return "finish";
    case RemedyKind::forget_origin: return "forget origin";
    case RemedyKind::release_claim: return "release";
    case RemedyKind::rest_cordon: return "rest";
  }
  return {};
}

std::string told(const model::Anomaly& anomaly) {
  switch (anomaly.prospect) {
    case Prospect::mendable: return word(anomaly.remedy->kind) + " on " + anomaly.remedy->node.str();
    case Prospect::unproven: return "unproven";
    case Prospect::advice: return "advice";
  }
  return {};
}

// "finish on n1" or "unproven" of each, in order.
std::vector<std::string> told(const model::Anomalies& found) {
  std::vector<std::string> all;
  for (const auto& anomaly : found) {
    CHECK((anomaly.prospect == Prospect::mendable) == anomaly.remedy.has_value());
    all.push_back(told(anomaly));
  }
  return all;
}

std::vector<AnomalyKind> kinds(const model::Anomalies& found) {
  std::vector<AnomalyKind> all;
  for (const auto& anomaly : found) all.push_back(anomaly.kind);
  return all;
}

void check(const World& world, const std::vector<AnomalyKind>& expected,
           const std::vector<std::string>& deeds) {
  const auto found = world.judged();
  CHECK(kinds(found) == expected);
  CHECK(told(found) == deeds);
}

using Deeds = std::vector<std::string>;

model::Mark mark(model::MarkKind kind, std::int64_t pid) {
  model::Mark mark;
  mark.id = "id";
  mark.kind = kind;
  mark.operation = OperationId("op");
  mark.holder.pid = pid;
  mark.active = true;
  return mark;
}

}  // namespace

TEST_CASE("a fleet in which all is well has nothing wrong") {
  check(World().with(vm_at("n1")), {}, {});
  check(World().with(vm_at("n1", VmState::shut_off)), {}, {});
  check(World().with(vm_at("n1"), seen(VmState::paused)), {}, {});
}

TEST_CASE("two copies that run are nobody's to touch, whatever else is wrong with them") {
  check(World()
            .with(on_its_way(vm_at("n1")), seen(VmState::running))
            .with(on_its_way(vm_at("n2")), seen(VmState::running)),
        {AnomalyKind::running_twice}, {"unproven"});
}

TEST_CASE("a migration that is under way is nothing wrong") {
  auto leaving = vm_at("n1");
  leaving.job = model::Job{model::JobKind::migration_out};
  auto sees = seen(VmState::running);
  sees.job = leaving.job;
  check(World().with(leaving, sees).with(vm_at("n2"), incoming()), {}, {});
}

TEST_CASE("VMs of an operation that may still be at work are its own") {
  auto world = World().with(on_its_way(vm_at("n1")));
  check(world, {AnomalyKind::unfinished_move}, {"finish on n1"});
  check(world.marked("n2", mark(model::MarkKind::claim, 1)), {}, {});
}

TEST_CASE("what a migration left beside the copy that runs is ended, at either end") {
  check(World().with(vm_at("n1"), seen(VmState::running)).with(vm_at("n2"), incoming()),
        {AnomalyKind::left_over_copy}, {"end copy on n2"});
  check(World().with(vm_at("n1"), left_paused()).with(vm_at("n2"), seen(VmState::running)),
        {AnomalyKind::left_over_copy}, {"end copy on n1"});
}

TEST_CASE("a left-over is left alone while something is done with the copy that runs") {
  auto busy = seen(VmState::running);
  busy.job = model::Job{model::JobKind::migration_in};
  check(World().with(vm_at("n1"), left_paused()).with(vm_at("n2"), busy), {AnomalyKind::left_over_copy},
        {"unproven"});
}

TEST_CASE("a copy that somebody paused beside the one that runs is somebody's") {
  check(World().with(vm_at("n1"), seen(VmState::running)).with(vm_at("n2"), seen(VmState::paused)),
        {AnomalyKind::paused_beside}, {"unproven"});
}

TEST_CASE("of several copies that are paused none is resumed") {
  check(World().with(vm_at("n1"), left_paused()).with(vm_at("n2"), left_paused()),
        {AnomalyKind::paused_twice}, {"unproven"});
}

TEST_CASE("a post-copy that broke off is never resumed nor ended") {
  check(World().with(vm_at("n1"), torn()), {AnomalyKind::postcopy_failed}, {"unproven"});
  auto half = seen(VmState::running);
  half.postcopy_failed = true;
  check(World().with(vm_at("n1"), torn()).with(vm_at("n2"), half), {AnomalyKind::postcopy_failed},
        {"unproven"});
}

TEST_CASE("a post-copy that broke off is told, though libvirt keeps its job for good") {
  auto source = torn();
  source.job = model::Job{model::JobKind::migration_out};
  check(World().with(vm_at("n1"), source), {AnomalyKind::postcopy_failed}, {"unproven"});
  auto half = seen(VmState::running);
  half.postcopy_failed = true;
  half.job = model::Job{model::JobKind::migration_in};
  check(World().with(vm_at("n1"), source).with(vm_at("n2"), half), {AnomalyKind::postcopy_failed},
        {"unproven"});
}

TEST_CASE("a post-copy that goes on is none that broke off, whatever its source takes it for") {
  auto source = torn();
  source.job = model::Job{model::JobKind::migration_out};
  auto filled = seen(VmState::running);
  filled.job = model::Job{model::JobKind::migration_in};
  check(World().with(vm_at("n1"), source).with(vm_at("n2"), filled), {}, {});
}

TEST_CASE("where a node is silent, a post-copy that broke off may have gone on there") {
  const auto found = World().with(vm_at("n1"), torn()).silent("n2").judged();
  REQUIRE(kinds(found) == std::vector{AnomalyKind::postcopy_failed, AnomalyKind::silent_node});
  CHECK(found.front().silent == std::vector{NodeName("n2")});
}

TEST_CASE(
    "what waits for its hand-over to be confirmed counts as left by its migration, at its target only") {
  auto held = on_its_way(vm_at("n2"));
  held.pending->hand_over = model::HandOver::confirmed;
  const auto paused = seen(VmState::paused);
  check(World().with(held, paused), {AnomalyKind::paused_by_migration, AnomalyKind::unfinished_move},
        {"resume on n2", "finish on n2"});
  check(World().with(vm_at("n1"), seen(VmState::running)).with(held, paused), {AnomalyKind::left_over_copy},
        {"end copy on n2"});
  auto at_source = held;
  at_source.node = NodeName("n1");
  check(World().with(at_source, paused), {AnomalyKind::paused_on_the_way}, {"unproven"});
}

TEST_CASE("the only copy, paused by a migration, is resumed, and then put right") {
  check(World().with(vm_at("n1"), left_paused()), {AnomalyKind::paused_by_migration}, {"resume on n1"});
  check(World().with(on_its_way(vm_at("n1")), left_paused()),
        {AnomalyKind::paused_by_migration, AnomalyKind::unfinished_move}, {"resume on n1", "finish on n1"});
}

TEST_CASE("it is not resumed where another copy may be, or may have been") {
  check(World().with(vm_at("n1"), left_paused()).silent("n3"),
        {AnomalyKind::paused_by_migration, AnomalyKind::silent_node}, {"unproven", "unproven"});
  check(World().with(vm_at("n1"), left_paused()).with(vm_at("n2", VmState::shut_off)),
        {AnomalyKind::paused_by_migration}, {"unproven"});
  check(World().with(on_its_way(vm_at("n1"), "n1", "n9"), left_paused()), {AnomalyKind::paused_by_migration},
        {"unproven"});
  auto busy = left_paused();
  busy.job = model::Job{model::JobKind::other};
  check(World().with(vm_at("n1"), busy), {AnomalyKind::paused_by_migration}, {"unproven"});
}

TEST_CASE("a half-received copy with no source is not whole") {
  check(World().with(vm_at("n2"), incoming()), {AnomalyKind::half_received}, {"unproven"});
}

TEST_CASE("what is paused for another reason is left so, and said where a move of it was cut short") {
  check(World().with(on_its_way(vm_at("n1")), seen(VmState::paused)), {AnomalyKind::paused_on_the_way},
        {"unproven"});
}

TEST_CASE("a copy of which its node does not tell how it is proves nothing") {
  const Result<virt::Presence> hangs = fault(FaultKind::busy, "its process does not answer");
  check(World().with(vm_at("n1"), hangs).with(vm_at("n2"), seen(VmState::running)), {AnomalyKind::untold},
        {"unproven"});
}

TEST_CASE("a copy that is gone by the closer look counts no more") {
  check(World().with(vm_at("n1"), virt::Presence{}).with(vm_at("n2"), seen(VmState::running)), {}, {});
}

TEST_CASE("a definition beside the VM that runs elsewhere is removed") {
  check(World().with(vm_at("n1")).with(vm_at("n2", VmState::shut_off)), {AnomalyKind::defined_twice},
        {"undefine on n2"});
  check(World().with(vm_at("n1")).with(vm_at("n2", VmState::shut_off)).silent("n3"),
        {AnomalyKind::defined_twice, AnomalyKind::silent_node}, {"undefine on n2", "unproven"});
}

TEST_CASE("a definition that holds more than the other one is not removed") {
  for (const auto kind : {model::HindranceKind::managed_save, model::HindranceKind::snapshot,
                          model::HindranceKind::checkpoint, model::HindranceKind::storage_unread}) {
    auto off = vm_at("n2", VmState::shut_off);
    off.hindrances = {{kind, ""}};
    check(World().with(vm_at("n1")).with(off), {AnomalyKind::defined_twice}, {"unproven"});
  }
  auto other = vm_at("n2", VmState::shut_off);
  other.disks.push_back(disk("vda", "/other.raw"));
  check(World().with(vm_at("n1")).with(other), {AnomalyKind::defined_twice}, {"unproven"});
}

TEST_CASE("a medium in a drive makes no other VM of it") {
  auto other = vm_at("n2", VmState::shut_off);
  other.disks.push_back(disk("sda", "/an.iso"));
  other.disks.back().cdrom = true;
  check(World().with(vm_at("n1")).with(other), {AnomalyKind::defined_twice}, {"undefine on n2"});
}

TEST_CASE("of two definitions of a VM that is off none is the right one") {
  check(World().with(vm_at("n1", VmState::shut_off)).with(vm_at("n2", VmState::shut_off)),
        {AnomalyKind::defined_twice}, {"unproven"});
}

TEST_CASE("of a definition that was on its way the one that arrived is the right one") {
  check(World()
            .with(on_its_way(vm_at("n1", VmState::shut_off)))
            .with(on_its_way(vm_at("n2", VmState::shut_off))),
        {AnomalyKind::defined_twice, AnomalyKind::unfinished_move}, {"undefine on n1", "finish on n2"});
}

TEST_CASE("of two definitions with disks of their own none is removed: either may have run since") {
  auto sent = on_its_way(vm_at("n1", VmState::shut_off));
  auto arrived = on_its_way(vm_at("n2", VmState::shut_off));
  sent.pending->images = arrived.pending->images = {"/images/a.raw"};
  check(World().with(sent).with(arrived), {AnomalyKind::defined_twice}, {"unproven"});
}

TEST_CASE("that a VM is transient is advice, unless it was not or was named") {
  auto transient = vm_at("n1");
  transient.persistent = false;
  check(World().with(transient), {AnomalyKind::transient}, {"advice"});
  CHECK(told(World().with(transient).judged({transient.uuid})) == Deeds{"make persistent on n1"});
  check(World().with(transient).with(vm_at("n2", VmState::shut_off)),
        {AnomalyKind::transient, AnomalyKind::defined_twice}, {"make persistent on n1", "undefine on n2"});
  auto started = on_its_way(transient);
  started.pending->autostart = true;
  check(World().with(started), {AnomalyKind::transient, AnomalyKind::unfinished_move},
        {"make persistent on n1", "finish on n1"});
}

TEST_CASE("what a move that was cut short has changed is put back where both ends were asked") {
  check(World().with(on_its_way(vm_at("n1"))), {AnomalyKind::unfinished_move}, {"finish on n1"});
  check(World().with(on_its_way(vm_at("n1"))).silent("n2"),
        {AnomalyKind::unfinished_move, AnomalyKind::silent_node}, {"unproven", "unproven"});
  check(World().with(on_its_way(vm_at("n1"), "n1", "n9")), {AnomalyKind::unfinished_move}, {"unproven"});
  check(World().with(on_its_way(vm_at("n1", VmState::shut_off))), {AnomalyKind::unfinished_move},
        {"finish on n1"});
}

TEST_CASE("an origin is forgotten only where no node of the fleet is meant") {
  auto vm = vm_at("n1");
  vm.origin = NodeName("n9");
  check(World().with(vm), {AnomalyKind::origin_unknown}, {"forget origin on n1"});
  vm.origin = NodeName("n2");
  check(World().with(vm), {}, {});
  check(World().with(vm).silent("n2"), {AnomalyKind::silent_node}, {"unproven"});
}

TEST_CASE("marks of the dead are cleared, those of the living and of other hosts stay") {
  check(World().marked("n1", mark(model::MarkKind::claim, 2)), {AnomalyKind::stale_claim}, {"release on n1"});
  check(World().marked("n1", mark(model::MarkKind::cordon, 2)), {AnomalyKind::stale_cordon}, {"rest on n1"});
  check(World().marked("n1", mark(model::MarkKind::claim, 1)), {}, {});
  check(World().marked("n1", mark(model::MarkKind::cordon, 1)), {}, {});
}

TEST_CASE("a cordon whose time is over is the operator's to lift") {
  auto overdue = mark(model::MarkKind::cordon, 2);
  overdue.active = false;
  overdue.until = now - std::chrono::hours(1);
  check(World().marked("n1", overdue), {AnomalyKind::overdue_cordon}, {"advice"});
  overdue.until = now + std::chrono::hours(1);
  check(World().marked("n1", overdue), {}, {});
}

TEST_CASE("who names VMs is told of them, and of silent nodes, alone") {
  auto other = vm_at("n3");
  other.uuid = VmUuid("uuid-b");
  other.name = VmName("b");
  other.origin = NodeName("n9");
  const auto world = World()
                         .with(vm_at("n1"))
                         .with(vm_at("n2", VmState::shut_off))
                         .with(other)
                         .marked("n1", mark(model::MarkKind::claim, 2));
  CHECK(told(world.judged({VmUuid("uuid-a")})) == Deeds{"undefine on n2"});
  CHECK(told(world.judged()) == Deeds{"undefine on n2", "forget origin on n3", "release on n1"});
}

TEST_CASE("only copies that a survey cannot judge are looked at more closely") {
  model::Fleet fleet;
  auto other = vm_at("n1", VmState::paused);
  other.uuid = VmUuid("uuid-b");
  fleet.vms = {vm_at("n1"), vm_at("n2", VmState::shut_off), other};
  CHECK(repair::suspects(fleet) == std::vector{repair::Spot{NodeName("n1"), other.uuid}});
  fleet.vms.push_back(vm_at("n3"));
  CHECK(repair::suspects(fleet).size() == 3);
}
