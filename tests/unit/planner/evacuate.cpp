// SPDX-License-Identifier: GPL-2.0-or-later
// How nodes are emptied.
#include "planner/evacuate.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "fleet_builder.hpp"
#include "planner/audit.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::Reason;
using test::FleetBuilder;
using test::lines;
using Lines = std::vector<std::string>;

namespace {

EvacuationRequest drain(const char* node) {
  EvacuationRequest request;
  request.sources = {NodeName(node)};
  return request;
}

bool is_clean(const model::Fleet& fleet, const model::Plan& plan) { return audit(fleet, plan).empty(); }

bool has(const model::Plan& plan, Reason reason, const char* vm, std::optional<const char*> node = {}) {
  return std::ranges::any_of(plan.blockers, [&](const model::Blocker& blocker) {
    const bool same_node = node ? blocker.node == NodeName(*node) : !blocker.node;
    return blocker.reason == reason && blocker.vm == VmUuid(vm) && same_node;
  });
}

}  // namespace

TEST_CASE("a node's VMs are spread over the others") {
  const auto fleet = FleetBuilder()
                         .node("a", gib(8))
                         .node("b", gib(8))
                         .node("c", gib(8))
                         .vm("v1", "a", gib(2))
                         .vm("v2", "a", gib(2))
                         .build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(lines(plan) == Lines{"v1: a>b", "v2: a>c"});
  CHECK(plan.blockers.empty());
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("shut-off VMs stay, and there is nothing to say about them") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("off", "a", gib(2));
  builder.last_vm().state = model::VmState::shut_off;
  CHECK(evacuate(builder.build(), drain("a")).moves.empty());
  CHECK(evacuate(builder.build(), drain("a")).blockers.empty());
}

TEST_CASE("what fits only tightly is packed tightly") {
  const auto fleet = FleetBuilder()
                         .node("a", gib(16))
                         .node("b", gib(6))
                         .node("c", gib(4))
                         .vm("big", "a", gib(6))
                         .vm("two", "a", gib(2))
                         .vm("deux", "a", gib(2))
                         .build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(plan.blockers.empty());
  CHECK(plan.moves.size() == 3);
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("a VM that fits nowhere gets room by another one's leaving, in that order") {
  const auto fleet = FleetBuilder()
                         .node("a", gib(8))
                         .node("b", gib(8))
                         .node("c", gib(4))
                         .vm("big", "a", gib(7))
                         .vm("small", "b", gib(3))
                         .build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(lines(plan) == Lines{"small: b>c", "big: a>b after 0"});
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("a chain of three makes room") {
  const auto fleet = FleetBuilder()
                         .node("a", gib(8))
                         .node("b", gib(8))
                         .node("c", gib(6))
                         .node("d", gib(4))
                         .vm("big", "a", gib(8))
                         .vm("mid", "b", gib(6))
                         .vm("low", "c", gib(4))
                         .build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(lines(plan) == Lines{"low: c>d", "mid: b>c after 0", "big: a>b after 1"});
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("VMs that the selection leaves out are not moved out of the way") {
  auto request = drain("a");
  request.vms.except = {VmUuid("uuid-small")};
  const auto fleet = FleetBuilder()
                         .node("a", gib(8))
                         .node("b", gib(8))
                         .node("c", gib(4))
                         .vm("big", "a", gib(7))
                         .vm("small", "b", gib(3))
                         .build();
  const auto plan = evacuate(fleet, request);
  CHECK(plan.moves.empty());
  CHECK(has(plan, Reason::no_target, "uuid-big"));
}

TEST_CASE("when a VM fits nowhere every node says why, and the smallest relaxations are named") {
  auto builder = FleetBuilder()
                     .node("a", gib(8))
                     .node("b", gib(8))
                     .node("c", gib(4))
                     .node("d", gib(8))
                     .vm("big", "a", gib(7))
                     .vm("stuck", "b", gib(3));
  builder.last_vm().hindrances = {{model::HindranceKind::host_device, "gpu"}};
  auto fleet = builder.build();
  fleet.nodes[3].mark = model::Mark{};
  fleet.nodes[3].mark->reason = "disk swap";
  fleet.absent = {{NodeName("e"), {FaultKind::unreachable, "connection refused"}}};
  const auto plan = evacuate(fleet, drain("a"));
  const VmUuid big("uuid-big");
  const std::vector<model::Blocker> expected = {
      {Reason::no_target, big, std::nullopt, ""},
      {Reason::not_enough_memory, big, NodeName("b"), "needs 7 GiB, 5 GiB left"},
      {Reason::not_enough_memory, big, NodeName("c"), "needs 7 GiB, 4 GiB left"},
      {Reason::cordoned, big, NodeName("d"), "disk swap"},
      {Reason::target_unreachable, big, NodeName("e"), "connection refused"},
  };
  CHECK(plan.blockers == expected);
  REQUIRE(plan.relaxations.size() == 3);
  CHECK(plan.relaxations[0].kind == model::RelaxationKind::uncordon);
  CHECK(plan.relaxations[1].kind == model::RelaxationKind::more_memory);
  CHECK(plan.relaxations[1].memory == gib(2));
  CHECK(plan.relaxations[1].node == NodeName("b"));
  CHECK(plan.relaxations[2].kind == model::RelaxationKind::shut_down);
}

TEST_CASE("where no single change is enough, the smallest two that are enough together are named") {
  auto builder = FleetBuilder()
                     .node("a", gib(8))
                     .node("b", gib(4))
                     .node("c", gib(4))
                     .vm("v", "a", gib(3))
                     .vm("w", "b", gib(2))
                     .vm("x", "c", gib(3))
                     .rule(model::RuleKind::apart, "replicas", {"v", "w", "x"});
  auto fleet = builder.build();
  const auto plan = evacuate(fleet, drain("a"));
  REQUIRE(plan.relaxations.size() == 3);
  const auto& [rule, memory, shut_down] =
      std::tie(plan.relaxations[0], plan.relaxations[1], plan.relaxations[2]);
  CHECK(rule.kind == model::RelaxationKind::drop_rule);
  CHECK(rule.node == NodeName("b"));
  CHECK(rule.company == std::vector{VmUuid("uuid-w")});
  CHECK(memory.kind == model::RelaxationKind::more_memory);
  CHECK(memory.node == NodeName("b"));
  CHECK(memory.memory == gib(1));
  CHECK(memory.way == rule.way);
  CHECK(shut_down.kind == model::RelaxationKind::shut_down);
  CHECK(shut_down.way != rule.way);

  // They keep what they promise, together and not one by one.
  auto roomier = fleet;
  roomier.nodes[1].memory_capacity += memory.memory;
  CHECK_FALSE(evacuate(roomier, drain("a")).blockers.empty());
  roomier.rules.clear();
  CHECK(lines(evacuate(roomier, drain("a"))) == Lines{"v: a>b"});
  fleet.rules.clear();
  CHECK_FALSE(evacuate(fleet, drain("a")).blockers.empty());
}

TEST_CASE("a node that lacks three things is no way out") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(4)).vm("v", "a", gib(3)).vm("w", "b", gib(2));
  builder.rule(model::RuleKind::apart, "replicas", {"v", "w"}).last_node().mark.emplace();
  const auto plan = evacuate(builder.build(), drain("a"));
  REQUIRE(plan.relaxations.size() == 1);
  CHECK(plan.relaxations[0].kind == model::RelaxationKind::shut_down);
}

TEST_CASE("only the targets named are entered, and the others are said to be left out") {
  auto request = drain("a");
  request.targets = {NodeName("b")};
  const auto fleet =
      FleetBuilder().node("a", gib(8)).node("b", gib(1)).node("c", gib(8)).vm("v", "a", gib(2)).build();
  const auto plan = evacuate(fleet, request);
  CHECK(plan.moves.empty());
  CHECK(has(plan, Reason::not_enough_memory, "uuid-v", "b"));
  CHECK(has(plan, Reason::excluded_target, "uuid-v", "c"));
}

TEST_CASE("a hindered VM is named with all that hinders it, and the rest goes") {
  auto builder =
      FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("free", "a", gib(1)).vm("tied", "a", gib(1));
  builder.last_vm().hindrances = {{model::HindranceKind::host_device, "gpu"},
                                  {model::HindranceKind::pinned, "cpus"}};
  const auto plan = evacuate(builder.build(), drain("a"));
  CHECK(lines(plan) == Lines{"free: a>b"});
  CHECK(has(plan, Reason::host_device, "uuid-tied"));
  CHECK(has(plan, Reason::pinned, "uuid-tied"));
}

TEST_CASE("a migration that is under way is adopted and its room booked once") {
  auto builder =
      FleetBuilder().node("a", gib(8)).node("b", gib(4)).node("c", gib(4)).vm("under", "a", gib(3));
  builder.last_vm().job = model::Job{model::JobKind::migration_out};
  builder.last_vm().pending = model::PendingMove{OperationId("op"), NodeName("a"), NodeName("b"), {}, false};
  const auto arriving = [&] {
    auto copy = builder.last_vm();
    copy.node = NodeName("b");
    copy.state = model::VmState::paused;
    copy.job = model::Job{model::JobKind::migration_in};
    return copy;
  }();
  builder.vm("other", "a", gib(3));
  auto fleet = builder.build();
  SUBCASE("the receiving end is not in sight yet") {}
  SUBCASE("the receiving end is in sight") { fleet.vms.push_back(arriving); }
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(lines(plan) == Lines{"under: a>b", "other: a>c"});
  REQUIRE(plan.moves.size() == 2);
  CHECK(plan.moves[0].kind == model::MoveKind::adopt);
  CHECK(plan.moves[1].kind == model::MoveKind::migrate);
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("a migration to nobody knows where keeps its VM") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(4)).vm("under", "a", gib(3));
  builder.last_vm().job = model::Job{model::JobKind::migration_out};
  const auto plan = evacuate(builder.build(), drain("a"));
  CHECK(plan.moves.empty());
  CHECK(has(plan, Reason::job_under_way, "uuid-under"));
}

TEST_CASE("a VM that is active twice is left alone") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8));
  builder.vm("twin", "a", gib(1)).vm("twin", "b", gib(1));
  const auto plan = evacuate(builder.build(), drain("a"));
  CHECK(plan.moves.empty());
  CHECK(has(plan, Reason::active_twice, "uuid-twin"));
}

TEST_CASE("a VM that leaves one node while it already runs at another is left alone too") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8));
  builder.vm("twin", "b", gib(1)).vm("twin", "a", gib(1));
  builder.last_vm().job = model::Job{model::JobKind::migration_out};
  builder.last_vm().pending = model::PendingMove{OperationId("op"), NodeName("a"), NodeName("b"), {}, false};
  const auto fleet = builder.build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(plan.moves.empty());
  CHECK(has(plan, Reason::active_twice, "uuid-twin"));
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("what another operation has claimed is not given away again, what this one claimed is") {
  auto fleet = FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("v", "a", gib(5)).build();
  fleet.nodes[1].mark = model::Mark{};
  fleet.nodes[1].mark->kind = model::MarkKind::claim;
  fleet.nodes[1].mark->operation = OperationId("theirs");
  fleet.nodes[1].mark->booked = gib(4);
  auto request = drain("a");
  CHECK(evacuate(fleet, request).moves.empty());
  request.operation = OperationId("theirs");
  const auto plan = evacuate(fleet, request);
  CHECK(lines(plan) == Lines{"v: a>b"});
  CHECK(audit(fleet, plan, request.operation).empty());
  CHECK_FALSE(audit(fleet, plan).empty());
}

TEST_CASE("measured free memory is a second guard") {
  auto fleet = FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("v", "a", gib(5)).build();
  fleet.nodes[1].memory_free = gib(4);
  CHECK(evacuate(fleet, drain("a")).moves.empty());
}

TEST_CASE("two VMs of one name never meet") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8));
  builder.vm("web", "a", gib(1)).vm("web", "b", gib(1)).last_vm().uuid = VmUuid("uuid-web2");
  builder.vm("fat", "c", gib(5));
  const auto fleet = builder.build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(lines(plan) == Lines{"web: a>c"});
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("several nodes are emptied at once and never into each other") {
  const auto fleet = FleetBuilder()
                         .node("a", gib(8))
                         .node("b", gib(8))
                         .node("c", gib(8))
                         .vm("v1", "a", gib(2))
                         .vm("v2", "b", gib(2))
                         .build();
  EvacuationRequest request;
  request.sources = {NodeName("a"), NodeName("b")};
  const auto plan = evacuate(fleet, request);
  CHECK(lines(plan) == Lines{"v1: a>c", "v2: b>c"});
}

TEST_CASE("VMs that must be together leave together") {
  auto fleet = FleetBuilder()
                   .node("a", gib(8))
                   .node("b", gib(4))
                   .node("c", gib(6))
                   .node("d", gib(4))
                   .vm("v1", "a", gib(3))
                   .vm("v2", "a", gib(3))
                   .rule(model::RuleKind::together, "pair", {"v1", "v2"})
                   .build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(lines(plan) == Lines{"v1: a>c", "v2: a>c"});
  CHECK(is_clean(fleet, plan));
}

TEST_CASE("VMs that must be apart are, and a rule in the way is named") {
  auto fleet = FleetBuilder()
                   .node("a", gib(8))
                   .node("b", gib(8))
                   .vm("v1", "a", gib(1))
                   .vm("v2", "b", gib(1))
                   .rule(model::RuleKind::apart, "replicas", {"v1", "v2"})
                   .build();
  const auto plan = evacuate(fleet, drain("a"));
  CHECK(plan.moves.empty());
  CHECK(has(plan, Reason::rule, "uuid-v1", "b"));
  REQUIRE_FALSE(plan.relaxations.empty());
  CHECK(plan.relaxations[0].kind == model::RelaxationKind::drop_rule);
  CHECK(plan.relaxations[0].rule == "replicas");
}
