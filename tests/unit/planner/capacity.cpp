// SPDX-License-Identifier: GPL-2.0-or-later
// What a fleet has room for.
#include "planner/capacity.hpp"

#include <doctest/doctest.h>

#include "fleet_builder.hpp"

using namespace haxen;
using namespace haxen::planner;
using test::FleetBuilder;

namespace {

model::Vm sized(Bytes memory, unsigned vcpus = 1) {
  model::Vm vm;
  vm.memory = memory;
  vm.vcpus = vcpus;
  return vm;
}

struct Room {
  std::size_t fit;
  std::size_t safe;
  friend bool operator==(const Room&, const Room&) = default;
};

Room room(const model::Fleet& fleet, const model::Vm& like, std::size_t most = 100) {
  const auto found = growth(fleet, like, most);
  return {found.fit, found.safe};
}

FleetBuilder three_nodes() { return FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8)); }

}  // namespace

TEST_CASE("of three equal empty nodes, two thirds can be filled with any node's loss made good") {
  CHECK(room(three_nodes().build(), sized(gib(1))) == Room{24, 16});
  CHECK(room(three_nodes().build(), sized(gib(3))) == Room{6, 4});
  CHECK(room(three_nodes().build(), sized(gib(8))) == Room{3, 2});
  CHECK(room(three_nodes().build(), sized(gib(9))) == Room{0, 0});
}

TEST_CASE("on a single node VMs fit, but none of them is safe") {
  CHECK(room(FleetBuilder().node("a", gib(8)).build(), sized(gib(2))) == Room{4, 0});
}

TEST_CASE("overhead, virtual CPUs, cordons and rights are counted") {
  auto vm = sized(gib(1));
  vm.overhead = gib(1);
  CHECK(room(three_nodes().build(), vm) == Room{12, 8});
  auto builder = three_nodes();
  builder.last_node().vcpu_limit = 3;
  CHECK(room(builder.build(), sized(gib(1), 2)).fit == 17);
  builder.last_node().mark.emplace();
  CHECK(room(builder.build(), sized(gib(1))) == Room{16, 8});
  builder.last_node().mark.reset();
  builder.last_node().may_migrate = false;
  CHECK(room(builder.build(), sized(gib(1))).fit == 16);
}

TEST_CASE("who is stranded anyway does not keep others from being safe") {
  auto builder = three_nodes().vm("tied", "a", gib(1));
  builder.last_vm().hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"}};
  const auto fleet = builder.build();
  CHECK(node_capacities(fleet, {}, {}).at(0).stranded == std::vector{VmUuid("uuid-tied")});
  CHECK(room(fleet, sized(gib(8))) == Room{2, 1});
}

TEST_CASE("counting stops where it is told to") {
  CHECK(room(three_nodes().build(), sized(gib(1)), 5).fit == 5);
}

TEST_CASE("each node tells of its loss and of its drain, or only those asked for") {
  const auto fleet = three_nodes().vm("v1", "a", gib(6)).vm("v2", "b", gib(6)).vm("v3", "c", gib(3)).build();
  const auto all = node_capacities(fleet, {}, {});
  REQUIRE(all.size() == 3);
  CHECK(all[0].stranded == std::vector{VmUuid("uuid-v1")});
  CHECK(all[0].drain.moves.empty());
  CHECK(all[0].drain.blockers.front().reason == model::Reason::no_target);
  const auto one = node_capacities(fleet, {NodeName("b")}, {});
  REQUIRE(one.size() == 1);
  CHECK(one[0] == all[1]);
}
