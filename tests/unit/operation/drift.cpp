// SPDX-License-Identifier: GPL-2.0-or-later
// What is a change under a kept plan, and what is none.
#include "operation/drift.hpp"

#include <doctest/doctest.h>

#include "operation/sample.hpp"

using namespace haxen;
using namespace haxen::test;
using operation::drift;
using Changes = std::vector<std::string>;

TEST_CASE("a fleet that is as it was has not changed") {
  CHECK(drift(kept_plan(), plain_fleet()) == Changes{});
}

TEST_CASE("load is no change") {
  auto now = plain_fleet();
  node_in(now, "n2").memory_free = gib(1);
  node_in(now, "n2").cpu_used = 15.5;
  vm_in(now, "db").cpu_used = 0.9;
  vm_in(now, "db").state = model::VmState::blocked_on_io;
  CHECK(drift(kept_plan(), now) == Changes{});
}

TEST_CASE("what happens on other nodes is no change") {
  auto now = plain_fleet();
  vm_in(now, "far").memory = gib(4);
  node_in(now, "n4").mark = a_mark(model::MarkKind::cordon);
  now.rules[1].limit = 7;
  CHECK(drift(kept_plan(), now) == Changes{});
}

TEST_CASE("a VM that is elsewhere, larger, paused or gone is told, all of them at once") {
  auto now = plain_fleet();
  vm_in(now, "db").node = NodeName("n4");
  vm_in(now, "web").state = model::VmState::paused;
  vm_in(now, "web").memory = gib(3);
  vm_in(now, "web").vcpus = 4;
  std::erase_if(now.vms, [](const model::Vm& vm) { return vm.name == VmName("mail"); });
  CHECK(drift(kept_plan(), now) ==
        Changes{"vm 'db': is on node 'n4' now, not on 'n1'", "vm 'web': is paused now, not running",
                "vm 'web': takes 3 GiB now, not 1 GiB", "vm 'web': has 4 virtual CPUs now, not 1",
                "vm 'mail': is on no node that answers"});
}

TEST_CASE("a VM that has come onto one of its nodes is told, a shut-off one is not") {
  auto now = plain_fleet();
  for (const auto* name : {"fresh", "idle"}) {
    now.vms.push_back(vm_in(now, "mail"));
    now.vms.back().name = VmName(name);
    now.vms.back().uuid = VmUuid(std::string("uuid-") + name);
  }
  vm_in(now, "idle").state = model::VmState::shut_off;
  CHECK(drift(kept_plan(), now) == Changes{"vm 'fresh': is running on node 'n2' now, and was not"});
}

TEST_CASE("a node that holds less, is cordoned, claimed, gone from the file or silent is told") {
  auto now = plain_fleet();
  node_in(now, "n2").memory_capacity = gib(4);
  node_in(now, "n2").mark = a_mark(model::MarkKind::cordon);
  node_in(now, "n2").mark->reason = "fan";
  node_in(now, "n3").mark = a_mark(model::MarkKind::claim);
  node_in(now, "n3").mark->booked = gib(1);
  CHECK(drift(kept_plan(), now) ==
        Changes{"node 'n2': VMs may hold 4 GiB there now, not 8 GiB",
                "node 'n2': is cordoned by alice@admin1 (fan) now, and was not marked",
                "node 'n3': is claimed by operation op-1 for 1 GiB of VMs now, and was not marked"});
  auto silent = plain_fleet();
  std::erase_if(silent.nodes, [](const model::Node& node) { return node.name != NodeName("n1"); });
  silent.absent = {{NodeName("n2"), {FaultKind::late, "node 'n2': no answer within 10 s", ""}}};
  CHECK(drift(kept_plan(), silent) ==
        Changes{"node 'n2': no answer within 10 s", "node 'n3': is not in the fleet file any more"});
}

TEST_CASE("rules that are new, gone or other than they were are told") {
  auto now = plain_fleet();
  now.rules[0].must = false;
  now.rules.push_back(now.rules[0]);
  now.rules.back().name = "newer";
  CHECK(drift(kept_plan(), now) == Changes{"rule 'db and web': has changed", "rule 'newer': is new"});
  now.rules.clear();
  CHECK(drift(kept_plan(), now) == Changes{"rule 'db and web': holds no more"});
}

TEST_CASE("what the plan itself has done is no change") {
  auto now = plain_fleet();
  vm_in(now, "web").node = NodeName("n2");
  vm_in(now, "web").origin = NodeName("n1");
  node_in(now, "n1").mark = a_mark(model::MarkKind::cordon);
  CHECK(drift(kept_plan(), model::sorted(now)) == Changes{});
}

TEST_CASE("a VM that was to shut down and did is no change") {
  auto fleet = plain_fleet();
  auto kept = kept_plan(fleet);
  kept.plan.shut_downs = {{VmUuid("uuid-db"), NodeName("n1")}};
  vm_in(fleet, "db").state = model::VmState::shut_off;
  CHECK(drift(kept, fleet) == Changes{});
}
