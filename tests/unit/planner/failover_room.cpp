// SPDX-License-Identifier: GPL-2.0-or-later
// What the loss of a node would leave without a place.
#include "planner/failover_room.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "fleet_builder.hpp"

using namespace haxen;
using namespace haxen::planner;
using test::FleetBuilder;

namespace {

/// "a: v1 v2", one line for each node.
std::vector<std::string> stranded(const model::Fleet& fleet) {
  std::vector<std::string> all;
  for (const auto& room : failover_room(fleet)) {
    auto line = room.node.str() + ":";
    for (const auto& vm : room.stranded) line += " " + vm.str().substr(5);
    all.push_back(line);
  }
  return all;
}

using Lines = std::vector<std::string>;

FleetBuilder three_nodes() { return FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8)); }

}  // namespace

TEST_CASE("a fleet with room to spare may lose any node") {
  const auto fleet = three_nodes().vm("v1", "a", gib(4)).vm("v2", "a", gib(4)).vm("v3", "b", gib(4)).build();
  CHECK(stranded(fleet) == Lines{"a:", "b:", "c:"});
}

TEST_CASE("what is left over when the others are full is stranded") {
  const auto fleet = three_nodes().vm("v1", "a", gib(6)).vm("v2", "b", gib(6)).vm("v3", "c", gib(2)).build();
  CHECK(stranded(fleet) == Lines{"a:", "b:", "c:"});
  const auto fuller = three_nodes().vm("v1", "a", gib(6)).vm("v2", "b", gib(6)).vm("v3", "c", gib(3)).build();
  CHECK(stranded(fuller) == Lines{"a: v1", "b: v2", "c: v3"});
}

TEST_CASE("the lost node's VMs make way for each other") {
  // Placed widely, 3 GiB go to the node with most room and 5 GiB find none.
  const auto fleet = FleetBuilder()
                         .node("a", gib(16))
                         .node("b", gib(6))
                         .node("c", gib(5))
                         .vm("v1", "a", gib(5))
                         .vm("v2", "a", gib(3))
                         .vm("v3", "a", gib(3))
                         .build();
  CHECK(stranded(fleet) == Lines{"a:", "b:", "c:"});
}

TEST_CASE("a cordoned node takes nobody, and its own VMs need a place like all others") {
  auto builder = three_nodes();
  builder.last_node().mark.emplace();
  builder.last_node().mark->kind = model::MarkKind::cordon;
  const auto fleet = builder.vm("v1", "a", gib(6)).vm("v2", "b", gib(1)).vm("v3", "c", gib(4)).build();
  CHECK(stranded(fleet) == Lines{"a:", "b:", "c:"});
  const auto fuller = builder.vm("v4", "b", gib(2)).build();
  CHECK(stranded(fuller) == Lines{"a: v1", "b: v2", "c:"});
}

TEST_CASE("rules that must hold hold after a restart too") {
  const auto builder = three_nodes().vm("v1", "a", gib(2)).vm("v2", "b", gib(2)).vm("v3", "c", gib(2));
  auto apart = builder;
  CHECK(stranded(apart.rule(model::RuleKind::apart, "apart", {"v1", "v2", "v3"}).build()) ==
        Lines{"a: v1", "b: v2", "c: v3"});
  auto together =
      three_nodes().vm("v1", "a", gib(4)).vm("v2", "a", gib(4)).vm("v3", "b", gib(1)).vm("v4", "c", gib(1));
  together.rule(model::RuleKind::together, "together", {"v1", "v2"});
  together.last_rule().time = model::RuleTime::at_every_step;
  CHECK(stranded(together.build()) == Lines{"a: v2", "b:", "c:"});
}

TEST_CASE("what is tied to its host is stranded, what a migration cannot carry is not") {
  auto builder = three_nodes().vm("v1", "a", gib(1));
  builder.last_vm().hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"}};
  builder.vm("v2", "a", gib(1));
  builder.last_vm().hindrances = {{model::HindranceKind::snapshot, "before"}};
  CHECK(stranded(builder.build()) == Lines{"a: v1", "b:", "c:"});
}

TEST_CASE("the order in which a fleet is given changes nothing") {
  auto fleet = three_nodes().vm("v1", "a", gib(6)).vm("v2", "b", gib(6)).vm("v3", "c", gib(3)).build();
  const auto room = failover_room(fleet);
  std::ranges::reverse(fleet.nodes);
  std::ranges::reverse(fleet.vms);
  CHECK(failover_room(fleet) == room);
}
