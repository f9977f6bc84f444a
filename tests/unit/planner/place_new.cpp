// SPDX-License-Identifier: GPL-2.0-or-later
// What has to be certain before a new VM is started, and how its start is audited.
#include "planner/place_new.hpp"

#include <doctest/doctest.h>

#include "fleet_builder.hpp"
#include "planner/audit.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::Reason;
using test::FleetBuilder;

namespace {

using Reasons = std::vector<Reason>;

Reasons reasons(const std::vector<model::Blocker>& blockers) {
  Reasons all;
  for (const auto& blocker : blockers) all.push_back(blocker.reason);
  return all;
}

model::Vm newcomer(Bytes memory) {
  auto vm = FleetBuilder().vm("new", "", memory).last_vm();
  vm.state = model::VmState::shut_off;
  return vm;
}

FleetBuilder three() {
  return FleetBuilder()
      .node("a", gib(16))
      .node("b", gib(16))
      .node("c", gib(16))
      .vm("v", "a", gib(8))
      .vm("w", "b", gib(4));
}

model::Plan planned(const model::Fleet& fleet, const model::Vm& vm,
                    std::optional<NodeName> to = std::nullopt) {
  auto plan = place_new(fleet, {vm, "<domain/>", std::move(to)});
  CHECK(audit(fleet, plan).empty());
  CHECK(plan.moves.empty());
  return plan;
}

/// What a run that was cut short has left of it on the node.
model::Fleet with_left(FleetBuilder builder, const model::Vm& vm, const std::string& node) {
  auto fleet = builder.build();
  auto left = vm;
  left.node = NodeName(node);
  left.pending = model::PendingMove{OperationId("cut-short"), left.node, left.node, {}, false, {}};
  fleet.vms.push_back(left);
  return fleet;
}

}  // namespace

TEST_CASE("a new VM is started on the node that takes it best, or on the one asked for") {
  const auto fleet = three().build();
  const auto best = planned(fleet, newcomer(gib(4)));
  REQUIRE(best.starts.size() == 1);
  CHECK(best.starts[0].vm.node == NodeName("c"));
  CHECK(best.starts[0].definition == "<domain/>");
  CHECK_FALSE(best.starts[0].is_defined);
  CHECK(planned(fleet, newcomer(gib(4)), NodeName("a")).starts[0].vm.node == NodeName("a"));
}

TEST_CASE("where no node would take it, every node tells why") {
  const auto plan = planned(three().build(), newcomer(gib(17)));
  CHECK(plan.starts.empty());
  CHECK(reasons(plan.blockers) == Reasons{Reason::no_target, Reason::not_enough_memory,
                                          Reason::not_enough_memory, Reason::not_enough_memory});
  CHECK(reasons(planned(three().build(), newcomer(gib(12)), NodeName("a")).blockers) ==
        Reasons{Reason::no_target, Reason::not_enough_memory});
}

TEST_CASE("its UUID or its name on any node is in its way, whatever state that is in") {
  auto twin = newcomer(gib(1));
  twin.uuid = VmUuid("uuid-v");
  CHECK(reasons(planned(three().build(), twin).blockers) == Reasons{Reason::already_there});
  auto namesake = newcomer(gib(1));
  namesake.name = VmName("w");
  CHECK(reasons(planned(three().build(), namesake, NodeName("c")).blockers) == Reasons{Reason::name_taken});
  auto fleet = three().build();
  fleet.vms.push_back(newcomer(gib(1)));
  fleet.vms.back().node = NodeName("b");
  CHECK(reasons(planned(fleet, newcomer(gib(1))).blockers) == Reasons{Reason::already_there});
}

TEST_CASE("a node that does not answer might hold it") {
  auto fleet = three().build();
  fleet.absent.push_back({NodeName("d"), {FaultKind::unreachable, "no route", {}}});
  const auto plan = planned(fleet, newcomer(gib(1)));
  CHECK(plan.starts.empty());
  CHECK(reasons(plan.blockers) == Reasons{Reason::target_unreachable});
  CHECK(plan.blockers[0].node == NodeName("d"));
}

TEST_CASE("what a run that was cut short has defined is started where it is") {
  const auto fleet = with_left(three(), newcomer(gib(4)), "a");
  const auto plan = planned(fleet, newcomer(gib(4)), NodeName("c"));
  REQUIRE(plan.starts.size() == 1);
  CHECK(plan.starts[0].vm.node == NodeName("a"));
  CHECK(plan.starts[0].is_defined);

  auto running = fleet;
  running.vms.back().state = model::VmState::running;
  const auto proof = planned(running, newcomer(gib(4)));
  REQUIRE(proof.starts.size() == 1);
  CHECK(proof.starts[0].vm.node == NodeName("a"));

  auto elsewhere_too = fleet;
  elsewhere_too.vms.push_back(newcomer(gib(4)));
  elsewhere_too.vms.back().node = NodeName("b");
  CHECK(planned(elsewhere_too, newcomer(gib(4))).starts.empty());
}

TEST_CASE("the image of a new VM's disk has to be there") {
  auto vm = newcomer(gib(1));
  model::Disk disk;
  disk.kind = model::DiskKind::file;
  disk.target = "vda";
  disk.source = "/images/new.raw";
  vm.disks = {disk};
  auto fleet = three().build();
  CHECK(reasons(planned(fleet, vm, NodeName("a")).blockers) ==
        Reasons{Reason::no_target, Reason::disk_not_proven});
  fleet.nodes[0].images[disk.source].state = model::ImageState::absent;
  CHECK(reasons(planned(fleet, vm, NodeName("a")).blockers) ==
        Reasons{Reason::no_target, Reason::image_missing});
  fleet.nodes[1].images[disk.source].state = model::ImageState::present;
  CHECK(planned(fleet, vm).starts.at(0).vm.node == NodeName("b"));
  fleet.nodes[2].pools = {{"shared", "/images", "netfs nas:/vms"}};
  CHECK(planned(fleet, vm).starts.at(0).vm.node == NodeName("c"));
}

TEST_CASE("rules that must hold hold for a new VM too") {
  auto builder = three();
  builder.rule(model::RuleKind::apart, "apart", {"new", "w"});
  CHECK(reasons(planned(builder.build(), newcomer(gib(1)), NodeName("b")).blockers) ==
        Reasons{Reason::no_target, Reason::rule});
}

TEST_CASE("an audit finds a start that must not be") {
  const auto start = [](const model::Fleet& fleet, model::Vm vm, const std::string& node) {
    vm.node = NodeName(node);
    model::Plan plan;
    plan.starts = {{vm, "<domain/>", false}};
    return reasons(audit(fleet, plan));
  };
  const auto fleet = three().build();
  CHECK(start(fleet, newcomer(gib(8)), "a").empty());
  CHECK(start(fleet, newcomer(gib(9)), "a") == Reasons{Reason::not_enough_memory});
  CHECK(start(fleet, newcomer(gib(1)), "d") == Reasons{Reason::target_unreachable});
  auto namesake = newcomer(gib(1));
  namesake.name = VmName("w");
  CHECK(start(fleet, namesake, "c") == Reasons{Reason::name_taken});
  auto twin = newcomer(gib(1));
  twin.uuid = VmUuid("uuid-v");
  CHECK(start(fleet, twin, "c") == Reasons{Reason::already_there});
  auto ruled = three();
  ruled.rule(model::RuleKind::apart, "apart", {"new", "w"});
  CHECK(start(ruled.build(), newcomer(gib(1)), "b") == Reasons{Reason::rule});
  auto cordoned = fleet;
  cordoned.nodes[2].mark.emplace();
  CHECK_FALSE(start(cordoned, newcomer(gib(1)), "c").empty());
  auto silent = fleet;
  silent.absent.push_back({NodeName("d"), {FaultKind::unreachable, "no route", {}}});
  CHECK(start(silent, newcomer(gib(1)), "c") == Reasons{Reason::target_unreachable});
}
