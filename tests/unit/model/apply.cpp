// SPDX-License-Identifier: GPL-2.0-or-later
// What a fleet looks like after a move.
#include <doctest/doctest.h>

#include "model/fleet.hpp"

using namespace haxen;
using namespace haxen::model;

namespace {

Fleet three_nodes_with_a_vm_on_a() {
  Fleet fleet;
  for (const char* name : {"a", "b", "c"}) {
    Node node;
    node.name = NodeName(name);
    node.memory_free = gib(4);
    node.cpu_used = 2.0;
    fleet.nodes.push_back(node);
  }
  Vm vm;
  vm.uuid = VmUuid("u1");
  vm.name = VmName("web");
  vm.node = NodeName("a");
  vm.state = VmState::running;
  vm.memory = gib(1);
  vm.cpu_used = 0.5;
  fleet.vms.push_back(vm);
  return fleet;
}

Move move(const char* from, const char* to) { return {VmUuid("u1"), NodeName(from), NodeName(to)}; }

}  // namespace

TEST_CASE("a move takes the VM and what it uses along and keeps its first home") {
  const Fleet before = three_nodes_with_a_vm_on_a();
  Fleet expected = before;
  expected.vms[0].node = NodeName("b");
  expected.vms[0].origin = NodeName("a");
  expected.nodes[0].memory_free = gib(5);
  expected.nodes[0].cpu_used = 1.5;
  expected.nodes[1].memory_free = gib(3);
  expected.nodes[1].cpu_used = 2.5;
  CHECK(apply(before, move("a", "b")) == expected);
}

TEST_CASE("the first home wins over later hops and is forgotten once it is reached again") {
  const Fleet away = apply(apply(three_nodes_with_a_vm_on_a(), move("a", "b")), move("b", "c"));
  CHECK(away.vms[0].origin == NodeName("a"));
  CHECK(apply(away, move("c", "a")) == three_nodes_with_a_vm_on_a());
}

TEST_CASE("a migration that was under way leaves one VM, not its two ends") {
  Fleet fleet = three_nodes_with_a_vm_on_a();
  fleet.vms[0].job = Job{JobKind::migration_out};
  Vm arriving = fleet.vms[0];
  arriving.node = NodeName("b");
  arriving.state = VmState::paused;
  arriving.job = Job{JobKind::migration_in};
  fleet.vms.push_back(arriving);
  const Fleet after = apply(fleet, move("a", "b"));
  REQUIRE(after.vms.size() == 1);
  CHECK(after.vms[0].node == NodeName("b"));
  CHECK(after.vms[0].state == VmState::running);
  CHECK(after.vms[0].job == std::nullopt);
}
