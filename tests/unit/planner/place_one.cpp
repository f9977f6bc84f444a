// SPDX-License-Identifier: GPL-2.0-or-later
// Where one VM could be, and would best be.
#include "planner/place_one.hpp"

#include <doctest/doctest.h>

#include "fleet_builder.hpp"
#include "planner/audit.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::Reason;
using test::FleetBuilder;

namespace {

using Lines = std::vector<std::string>;

/// "a", "b: not_enough_memory": the nodes in order, with the number of reasons against.
Lines order(const model::Verdicts& verdicts) {
  Lines all;
  for (const auto& verdict : verdicts.nodes)
    all.push_back(verdict.node.str() + (verdict.is_here ? " here" : "") +
                  (verdict.against.empty() ? "" : " -" + std::to_string(verdict.against.size())));
  return all;
}

VmUuid uuid(const std::string& name) { return VmUuid("uuid-" + name); }

FleetBuilder uneven() {
  return FleetBuilder()
      .node("a", gib(16))
      .node("b", gib(16))
      .node("c", gib(16))
      .vm("v", "a", gib(2))
      .vm("w", "a", gib(6))
      .vm("x", "b", gib(4));
}

model::Verdicts verdicts_on_v(const FleetBuilder& builder) { return verdicts(builder.build(), uuid("v")); }

/// The nodes in order for a newcomer.
Lines order_for(const model::Vm& vm, const FleetBuilder& builder) {
  return order(verdicts_for_new(builder.build(), vm));
}

model::Vm newcomer(Bytes memory) {
  model::Vm vm = FleetBuilder().vm("new", "", memory).last_vm();
  return vm;
}

}  // namespace

TEST_CASE("the emptiest node is the best place, and its own node stands among the others") {
  const auto found = verdicts_on_v(uneven());
  CHECK(order(found) == Lines{"c", "b", "a here"});
  CHECK(found.name == VmName("v"));
  CHECK(found.nodes[0].stranded == 0);
  CHECK(*found.nodes[0].score < *found.nodes[1].score);
}

TEST_CASE("a node that would not take it says all that is against it, and comes last") {
  auto builder = uneven();
  builder.last_node().mark.emplace();
  builder.last_node().bridges = std::set<std::string>{};
  const auto found = verdicts_on_v(builder);
  CHECK(order(found) == Lines{"b", "a here", "c -2"});
  CHECK_FALSE(found.nodes[2].score.has_value());
}

TEST_CASE("a place where every node's loss can be made good comes before a balanced one") {
  // On b, the loss of b would leave its 6 GiB no place; on c it would not.
  const auto fleet = FleetBuilder()
                         .node("a", gib(8))
                         .node("b", gib(12))
                         .node("c", gib(8))
                         .vm("v", "a", gib(3))
                         .vm("w", "a", gib(4))
                         .vm("x", "b", gib(5))
                         .vm("y", "c", gib(3))
                         .build();
  const auto found = verdicts(fleet, uuid("v"));
  for (std::size_t i = 1; i < found.nodes.size(); ++i)
    if (found.nodes[i].against.empty()) CHECK(*found.nodes[i - 1].stranded <= *found.nodes[i].stranded);
}

TEST_CASE("rules that should hold go before balance, and are named where they would not") {
  auto builder = uneven().rule(model::RuleKind::prefer, "home", {"v"});
  builder.last_rule().nodes = {NodeName("b")};
  builder.last_rule().must = false;
  const auto found = verdicts_on_v(builder);
  CHECK(order(found) == Lines{"b", "c", "a here"});
  CHECK(found.nodes[1].unmet == Lines{"home"});
}

TEST_CASE("one VM goes to the node asked for, or to the best one") {
  const auto fleet = uneven().build();
  const auto asked = place_one(fleet, {.vm = uuid("v"), .to = NodeName("b")});
  CHECK(test::lines(asked) == Lines{"v: a>b"});
  CHECK(audit(fleet, asked).empty());
  CHECK(test::lines(place_one(fleet, {.vm = uuid("v")})) == Lines{"v: a>c"});
  CHECK(test::lines(place_one(fleet, {.vm = uuid("v"), .to = NodeName("a")})).empty());
}

TEST_CASE("what is in the way of one VM is told with what would resolve it") {
  const auto fleet =
      FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("v", "a", gib(6)).vm("w", "b", gib(4)).build();
  const auto plan = place_one(fleet, {.vm = uuid("v")});
  CHECK(plan.moves.empty());
  REQUIRE(plan.blockers.size() == 2);
  CHECK(plan.blockers[0].reason == Reason::no_target);
  CHECK(plan.blockers[1].reason == Reason::not_enough_memory);
  REQUIRE_FALSE(plan.relaxations.empty());
  CHECK(plan.relaxations.front().memory == gib(2));
  CHECK(place_one(fleet, {.vm = uuid("nobody")}).blockers.at(0).reason == Reason::not_running);
}

TEST_CASE(
    "a newcomer is ranked by room, rules and what it needs of a node, not by where it would come from") {
  auto builder = uneven();
  builder.last_node().hypervisor_version = {6, 0, 0};
  CHECK(order_for(newcomer(gib(2)), builder) == Lines{"c", "b", "a"});
  CHECK(order_for(newcomer(gib(12)), builder) == Lines{"c", "b", "a -1"});
  builder.rule(model::RuleKind::apart, "spread", {"new", "x"});
  CHECK(order_for(newcomer(gib(2)), builder) == Lines{"c", "a", "b -1"});
  auto strange = newcomer(gib(2));
  strange.machine = "pc-9.9";
  strange.cpu = "";
  CHECK(order_for(strange, builder).front().ends_with("-1"));
}

TEST_CASE("a newcomer of a name or UUID that a node has already is kept out there") {
  auto same = newcomer(gib(2));
  same.name = VmName("x");
  const auto found = verdicts_for_new(uneven().build(), same);
  CHECK(order(found) == Lines{"c", "a", "b -1"});
  CHECK(found.nodes[2].against[0].reason == Reason::name_taken);
}
