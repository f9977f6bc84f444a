// SPDX-License-Identifier: GPL-2.0-or-later
// What nodes tell over ssh and over TLS.
#include <doctest/doctest.h>

#include "virt/fleet.hpp"

using namespace haxen;

TEST_CASE("every node tells its size, versions, networks and VMs") {
  lab::Lab lab;
  for (const auto& node : lab::nodes()) {
    CAPTURE(node.uri);
    const auto host = lab.open(node.name);
    const auto seen = lab.ask(host->observe());
    CHECK(seen.node.name == node.name);
    CHECK(seen.node.hypervisor == model::Hypervisor::qemu);
    CHECK(seen.node.libvirt_version >= model::Version{9, 0, 0});
    CHECK(seen.node.hypervisor_version >= model::Version{7, 0, 0});
    CHECK(seen.node.host_uuid.size() == 36);
    CHECK(seen.node.cpus > 0);
    CHECK(seen.node.memory_total > gib(1));
    CHECK(seen.node.memory_free.value_or(Bytes{}) > mib(1));
    CHECK(seen.node.bridges.value_or(std::set<std::string>{}).contains("br0"));
    CHECK(seen.node.machines.contains("pc-q35-7.2"));
    CHECK(seen.node.may_migrate);
    CHECK(seen.capabilities.marks);
    for (const auto& vm : seen.vms) {
      CAPTURE(vm.name.str());
      CHECK(vm.state == model::VmState::running);
      CHECK(vm.persistent);
      CHECK(vm.bridges == std::vector<std::string>{"br0"});
      CHECK(vm.hindrances.empty());
      CHECK_FALSE(vm.job);
      CHECK(seen.node.emulators.contains(vm.emulator));
    }
  }
}

TEST_CASE("every node fits every VM's CPU, emulator and machine, and says so when it lacks one") {
  lab::Lab lab;
  const auto vm = lab.find("vm1");
  for (const auto& node : lab::nodes()) {
    const auto host = lab.open(node.name);
    CHECK(lab.ask(host->judge_cpu(vm.cpu)) == model::CpuFit::fit);
    auto demand = vm.cpu;
    demand.replace(demand.find(vm.emulator), vm.emulator.size(), "/nowhere/qemu");
    const auto answer = lab.loop.run(host->judge_cpu(demand));
    REQUIRE_FALSE(answer);
    CAPTURE(answer.error().message);
    CHECK(answer.error().kind == FaultKind::missing);
  }
}

TEST_CASE("a look at a VM finds it where it is and nowhere else") {
  lab::Lab lab;
  const auto vm = lab.find("vm2");
  const auto here = lab.ask(lab.open(vm.node)->look(vm.uuid));
  CHECK(here.defined);
  CHECK(here.persistent);
  CHECK(here.state == model::VmState::running);
  CHECK_FALSE(here.paused_by_migration);
  CHECK_FALSE(here.incoming);
  CHECK_FALSE(here.job);
  CHECK_FALSE(lab.ask(lab.open(lab.other_than(vm.node))->look(vm.uuid)).defined);
}
