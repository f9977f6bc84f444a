// SPDX-License-Identifier: GPL-2.0-or-later
// How VMs come home.
#include <algorithm>
#include <doctest/doctest.h>

#include "fleet_builder.hpp"
#include "planner/audit.hpp"
#include "planner/evacuate.hpp"

using namespace haxen;
using namespace haxen::planner;
using test::FleetBuilder;
using test::lines;
using Lines = std::vector<std::string>;

namespace {

HomeRequest to(std::set<NodeName> nodes) {
  HomeRequest request;
  request.nodes = std::move(nodes);
  return request;
}

}  // namespace

TEST_CASE("a drain and the way home lead back to where all were") {
  const auto fleet = FleetBuilder()
                         .node("a", gib(8))
                         .node("b", gib(8))
                         .node("c", gib(4))
                         .vm("big", "a", gib(7))
                         .vm("small", "b", gib(3))
                         .build();
  EvacuationRequest drain;
  drain.sources = {NodeName("a")};
  const auto away = model::apply(fleet, evacuate(fleet, drain).moves);
  const auto plan = way_home(away, to({NodeName("a"), NodeName("b")}));
  CHECK(lines(plan) == Lines{"big: b>a", "small: c>b after 0"});
  CHECK(audit(away, plan).empty());
  CHECK(model::apply(away, plan.moves) == fleet);
}

TEST_CASE("home is reached although it is still cordoned") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("v", "b", gib(1));
  builder.last_vm().origin = NodeName("a");
  auto fleet = builder.build();
  fleet.nodes[0].mark = model::Mark{};
  CHECK(lines(way_home(fleet, to({NodeName("a")}))) == Lines{"v: b>a"});
}

TEST_CASE("two that stand in each other's home change places through a third node") {
  auto builder = FleetBuilder().node("a", gib(4)).node("b", gib(4)).node("c", gib(4));
  builder.vm("x", "b", gib(4)).last_vm().origin = NodeName("a");
  builder.vm("y", "a", gib(3)).last_vm().origin = NodeName("b");
  const auto fleet = builder.build();
  const auto plan = way_home(fleet, to({NodeName("a"), NodeName("b")}));
  CHECK(lines(plan) == Lines{"y: a>c", "x: b>a after 0", "y: c>b after 0 1"});
  CHECK(audit(fleet, plan).empty());
}

TEST_CASE("who finds no room at home stays and is told why; the others come") {
  auto builder = FleetBuilder().node("a", gib(4)).node("b", gib(8)).vm("squatter", "a", gib(2));
  builder.vm("x", "b", gib(3)).last_vm().origin = NodeName("a");
  builder.vm("y", "b", gib(2)).last_vm().origin = NodeName("a");
  const auto plan = way_home(builder.build(), to({NodeName("a")}));
  CHECK(lines(plan) == Lines{"y: b>a"});
  REQUIRE(plan.blockers.size() == 1);
  CHECK(plan.blockers[0].reason == model::Reason::not_enough_memory);
  CHECK(plan.blockers[0].vm == VmUuid("uuid-x"));
}
