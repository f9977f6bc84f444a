// SPDX-License-Identifier: GPL-2.0-or-later
// Where the VMs of dead nodes are started, and when nothing is.
#include "planner/failover.hpp"

#include <doctest/doctest.h>

#include "fleet_builder.hpp"
#include "planner/audit.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::Reason;
using model::StartKind;
using test::FleetBuilder;

namespace {

using Lines = std::vector<std::string>;

/// The fleet once `name` does not answer any more, with what is kept of it.
model::Fleet without(model::Fleet fleet, const std::string& name) {
  const NodeName node(name);
  model::LedgerNode kept;
  kept.node = *model::find_node(fleet, node);
  for (const auto& vm : fleet.vms)
    if (vm.node == node) kept.vms.push_back({vm, {}, "<domain/>", {}, {}});
  std::erase_if(fleet.vms, [&](const model::Vm& vm) { return vm.node == node; });
  std::erase_if(fleet.nodes, [&](const model::Node& each) { return each.name == node; });
  fleet.absent.push_back({node, Fault{FaultKind::late, "no answer"}});
  fleet.lost.push_back(kept);
  return fleet;
}

model::Plan planned(const model::Fleet& fleet, StoppedVms stopped = StoppedVms::stay) {
  auto plan = failover(fleet, {fleet.lost, stopped, {}});
  CHECK(audit(fleet, plan).empty());
  CHECK(plan.moves.empty());
  return plan;
}

Lines starts(const model::Plan& plan) {
  Lines all;
  for (const auto& start : plan.starts)
    all.push_back(start.vm.name.str() + ">" + start.vm.node.str() + (start.is_defined ? " defined" : "") +
                  (start.is_partial ? " for a part" : "") + (start.kind == StartKind::rehome ? " off" : ""));
  return all;
}

std::vector<Reason> reasons(const model::Plan& plan) {
  std::vector<Reason> all;
  for (const auto& blocker : plan.blockers) all.push_back(blocker.reason);
  return all;
}

bool has(const model::Plan& plan, Reason reason) {
  return std::ranges::find(plan.blockers, reason, &model::Blocker::reason) != plan.blockers.end();
}

/// Two that live, and a third with two VMs.
FleetBuilder three() {
  return FleetBuilder()
      .node("a", gib(16))
      .node("b", gib(16))
      .node("dead", gib(16))
      .vm("big", "dead", gib(4))
      .vm("small", "dead", gib(1))
      .vm("other", "a", gib(8));
}

}  // namespace

TEST_CASE("what ran on a dead node is started where there is most room, and remembers where it was") {
  const auto plan = planned(without(three().build(), "dead"));
  CHECK(starts(plan) == Lines{"big>b", "small>b"});
  for (const auto& start : plan.starts) {
    CHECK(start.kind == StartKind::restart);
    CHECK(start.vm.origin == NodeName("dead"));
    CHECK(start.lost == NodeName("dead"));
    CHECK(start.definition == "<domain/>");
  }
  CHECK(plan.exposed == 0);
}

TEST_CASE("a VM that was away from its home keeps that") {
  auto builder = three();
  builder.vm("guest", "dead", gib(1)).last_vm().origin = NodeName("a");
  const auto plan = planned(without(builder.build(), "dead"));
  const auto guest = std::ranges::find(plan.starts, VmName("guest"), [](const auto& s) { return s.vm.name; });
  REQUIRE(guest != plan.starts.end());
  CHECK(guest->vm.origin == NodeName("a"));
}

TEST_CASE("of VMs that do not all fit those of higher priority are started, and the first") {
  auto fleet = FleetBuilder()
                   .node("a", gib(8))
                   .node("dead", gib(16))
                   .vm("big", "dead", gib(7))
                   .vm("urgent", "dead", gib(2))
                   .vm("small", "dead", gib(1))
                   .build();
  for (auto& vm : fleet.vms)
    if (vm.name == VmName("urgent")) vm.policy.priority = 5;
  const auto plan = planned(without(fleet, "dead"));
  CHECK(starts(plan) == Lines{"urgent>a", "small>a"});
  CHECK(has(plan, Reason::no_target));
  CHECK(has(plan, Reason::not_enough_memory));
  REQUIRE(plan.relaxations.size() == 1);
  CHECK(plan.relaxations[0].kind == model::RelaxationKind::more_memory);
  CHECK(plan.relaxations[0].memory == gib(2));
}

TEST_CASE("those that are to be started make way for each other, and nobody else for them") {
  auto builder = FleetBuilder()
                     .node("a", gib(8))
                     .node("b", gib(4))
                     .node("dead", gib(16))
                     .vm("first", "dead", gib(4))
                     .vm("large", "dead", gib(8));
  auto fleet = builder.build();
  for (auto& vm : fleet.vms)
    if (vm.name == VmName("first")) vm.policy.priority = 1;
  CHECK(starts(planned(without(fleet, "dead"))) == Lines{"first>b", "large>a"});
}

TEST_CASE("rules hold for what is started, among themselves and with those that run") {
  auto apart = three();
  apart.rule(model::RuleKind::apart, "apart", {"big", "small"});
  CHECK(starts(planned(without(apart.build(), "dead"))) == Lines{"big>b", "small>a"});
  auto together = three();
  together.rule(model::RuleKind::together, "together", {"big", "other"});
  together.last_rule().time = model::RuleTime::at_every_step;
  CHECK(starts(planned(without(together.build(), "dead"))) == Lines{"big>a", "small>b"});
}

TEST_CASE("the audit finds starts that overbook a node together, or break a rule together") {
  const auto fleet = without(FleetBuilder()
                                 .node("a", gib(4))
                                 .node("b", gib(4))
                                 .node("dead", gib(16))
                                 .vm("v", "dead", gib(3))
                                 .vm("w", "dead", gib(3))
                                 .rule(model::RuleKind::together, "together", {"v", "w"})
                                 .build(),
                             "dead");
  auto start_at = [&](std::size_t vm, const std::string& node) {
    model::Start start{fleet.lost[0].vms[vm].vm, "<domain/>", false, StartKind::restart, NodeName("dead")};
    start.vm.node = NodeName(node);
    return start;
  };
  model::Plan crowded;
  crowded.starts = {start_at(0, "a"), start_at(1, "a")};
  CHECK(has({.moves = {}, .shut_downs = {}, .blockers = audit(fleet, crowded), .relaxations = {}},
            Reason::not_enough_memory));
  model::Plan parted;
  parted.starts = {start_at(0, "a"), start_at(1, "b")};
  CHECK(has({.moves = {}, .shut_downs = {}, .blockers = audit(fleet, parted), .relaxations = {}},
            Reason::rule));
}

TEST_CASE("what is off stays off, or is defined elsewhere where that was asked for") {
  auto builder = three();
  builder.vm("off", "dead", gib(1)).last_vm().state = model::VmState::shut_off;
  const auto fleet = without(builder.build(), "dead");
  CHECK(starts(planned(fleet)) == Lines{"big>b", "small>b"});
  CHECK(starts(planned(fleet, StoppedVms::move)) == Lines{"big>b", "small>b", "off>b off"});
}

TEST_CASE("a definition that an interrupted run has left is started where it is") {
  auto fleet = without(three().build(), "dead");
  auto left = fleet.lost[0].vms[0].vm;
  left.node = NodeName("a");
  left.state = model::VmState::shut_off;
  left.pending = model::PendingMove{OperationId("cut-short"), left.node, left.node, {}, false, {}};
  fleet.vms.push_back(left);
  CHECK(starts(planned(fleet)) == Lines{"big>a defined", "small>b"});
}

TEST_CASE("what a migration from a dead node has left lacks memory for good, and is replaced where it is") {
  auto fleet = without(three().build(), "dead");
  auto half = fleet.lost[0].vms[0].vm;
  half.node = NodeName("a");
  half.state = model::VmState::paused;
  half.persistent = false;
  half.job = model::Job{model::JobKind::migration_in};
  const auto with = [&](const model::Vm& copy) {
    auto more = fleet;
    more.vms.push_back(copy);
    return starts(planned(more));
  };
  CHECK(with(half) == Lines{"big>a for a part", "small>b"});
  half.pending = model::PendingMove{OperationId("drain"), NodeName("dead"), half.node, {}, false, {}};
  half.persistent = true;
  CHECK(with(half) == Lines{"big>a defined for a part", "small>b"});
  auto torn = half;
  torn.job.reset();
  torn.torn = true;
  CHECK(with(torn) == Lines{"big>a defined for a part", "small>b"});
  // Somebody else's: who sends it may live.
  half.pending->from = NodeName("b");
  CHECK(with(half) == Lines{"small>b"});
  auto paused = half;
  paused.pending.reset();
  paused.job.reset();
  CHECK(with(paused) == Lines{"small>b"});
}

TEST_CASE("a guest whose memory had only begun to go to a dead node is started where it came from") {
  auto fleet = without(three().build(), "dead");
  auto& kept = fleet.lost[0].vms[0];
  kept.definition.clear();
  auto torn = kept.vm;
  torn.node = NodeName("a");
  torn.state = model::VmState::paused;
  torn.torn = true;
  torn.job = model::Job{model::JobKind::migration_out};
  torn.pending = model::PendingMove{OperationId("drain"), torn.node, NodeName("dead"), {}, false, {}};
  kept.vm.pending = torn.pending;
  fleet.vms.push_back(torn);
  const auto plan = planned(fleet);
  CHECK(starts(plan) == Lines{"big>a defined for a part", "small>b"});
  CHECK_FALSE(plan.starts[0].vm.origin);
  fleet.vms.back().pending->to = NodeName("b");
  CHECK(starts(planned(fleet)) == Lines{"small>b"});
}

TEST_CASE("a VM is not started where anybody else may have it") {
  auto fleet = without(three().build(), "dead");
  auto elsewhere = fleet.lost[0].vms[0].vm;
  elsewhere.node = NodeName("a");
  elsewhere.state = model::VmState::shut_off;
  fleet.vms.push_back(elsewhere);
  const auto plan = planned(fleet);
  CHECK(starts(plan) == Lines{"small>b"});
  CHECK(reasons(plan) == std::vector{Reason::already_there});
  auto silent = without(three().build(), "dead");
  silent = [&] {
    auto more = silent;
    more.absent.push_back({NodeName("c"), Fault{FaultKind::late, "no answer"}});
    return more;
  }();
  const auto none = failover(silent, {silent.lost, StoppedVms::move, {}});
  CHECK(none.starts.empty());
  CHECK(reasons(none) == std::vector{Reason::target_unreachable, Reason::target_unreachable});
}

TEST_CASE("a VM that is tied to its host, or of which nobody has kept the definition, is not started") {
  auto builder = three();
  builder.vm("tied", "dead", gib(1)).last_vm().hindrances = {
      {model::HindranceKind::host_device, "0000:03:00.0"}};
  builder.vm("snapped", "dead", gib(1)).last_vm().hindrances = {{model::HindranceKind::snapshot, "'before'"}};
  auto fleet = without(builder.build(), "dead");
  for (auto& kept : fleet.lost[0].vms)
    if (kept.vm.name == VmName("small")) kept.definition.clear();
  const auto plan = planned(fleet);
  CHECK(starts(plan) == Lines{"big>b", "snapped>b"});
  CHECK(reasons(plan) == std::vector{Reason::not_in_ledger, Reason::host_device});
}

TEST_CASE("a VM whose disk is not proven to be elsewhere is not started") {
  auto builder = three();
  model::Disk disk;
  disk.kind = model::DiskKind::file;
  disk.target = "vda";
  disk.source = "/var/lib/libvirt/images/local.qcow2";
  builder.vm("local", "dead", gib(1)).last_vm().disks = {disk};
  const auto plan = planned(without(builder.build(), "dead"));
  CHECK(starts(plan) == Lines{"big>b", "small>b"});
  CHECK(has(plan, Reason::disk_not_proven));
}

TEST_CASE("a node that answers after all has nothing started in its place") {
  const auto fleet = three().build();
  const auto lost = without(fleet, "dead").lost;
  const auto plan = failover(fleet, {lost, StoppedVms::move, {}});
  CHECK(plan.starts.empty());
  CHECK(reasons(plan) == std::vector{Reason::lost_node_answers, Reason::lost_node_answers});
}

TEST_CASE("a failover is only for nodes that are silent, all that are, and not for the greater part") {
  const auto fleet = three().build();
  const std::set<NodeName> dead = {NodeName("dead")};
  CHECK(may_fail_over(fleet, dead, 50).error().message == "node 'dead' answers: it is not dead");
  const auto one_silent = without(fleet, "dead");
  CHECK(may_fail_over(one_silent, dead, 50));
  const auto two_silent = without(one_silent, "b");
  CHECK(may_fail_over(two_silent, dead, 50).error().kind == FaultKind::unproven);
  const std::set<NodeName> both = {NodeName("b"), NodeName("dead")};
  CHECK(may_fail_over(two_silent, both, 50).error().hint ==
        "run it where the nodes can be reached; if so many are dead, --max-lost 67%");
  CHECK(may_fail_over(two_silent, both, 67));
}
