// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fleets, plans and outcomes that the tests of screens and documents look at.
#include "report/examples.hpp"

#include <chrono>
#include <fmt/format.h>

using namespace haxen;
using namespace std::chrono;

namespace example {

model::WallTime evening() { return sys_days{2024y / May / 17} + 20h + 15min; }

model::Node node(const std::string& name, Bytes capacity) {
  model::Node node;
  node.name = NodeName(name);
  node.hypervisor = model::Hypervisor::qemu;
  node.hypervisor_version = {7, 2, 22};
  node.libvirt_version = {9, 0, 0};
  node.host_uuid = "5d2cf2ee-0000-4000-8000-" + fmt::format("{:0>12}", name.size());
  node.memory_total = capacity + gib(1);
  node.memory_capacity = capacity;
  node.memory_free = capacity;
  node.cpus = 8;
  node.cpu_used = 0.4;
  return node;
}

model::Vm vm(const std::string& name, const std::string& on, Bytes memory) {
  model::Vm vm;
  vm.uuid = VmUuid("6b6f7c1e-0000-4000-8000-" + fmt::format("{:0>12}", name));
  vm.name = VmName(name);
  vm.node = NodeName(on);
  vm.state = model::VmState::running;
  vm.memory = memory;
  vm.overhead = mib(64);
  vm.vcpus = 2;
  vm.cpu_used = 0.1;
  return vm;
}

model::Mark cordon(const std::string& reason) {
  model::Mark mark;
  mark.id = "8f1d9f0a-0000-4000-8000-000000000001";
  mark.operation = OperationId("20240517-200300-admin1-4711");
  mark.holder = {"admin1", "0c8d0a3b-0000-4000-8000-000000000001", 4711, "alice"};
  mark.reason = reason;
  mark.since = evening() - 12min;
  return mark;
}

model::Fleet small() {
  model::Fleet fleet;
  fleet.nodes = {node("node1"), node("node2"), node("node3")};
  fleet.nodes[0].memory_free = gib(9) - mib(2250);
  fleet.nodes[1].memory_free = gib(9) - mib(700);
  fleet.nodes[0].cpu_used = 1.93;
  fleet.vms = {vm("db1", "node1", gib(4)), vm("web1", "node1"), vm("web2", "node1"),
               vm("db2", "node2", gib(2)), vm("web3", "node2"), vm("old", "node3", gib(1))};
  fleet.vms[4].origin = NodeName("node1");
  fleet.vms[5].state = model::VmState::shut_off;
  return fleet;
}

model::Fleet troubled() {
  auto fleet = small();
  fleet.nodes[0].mark = cordon("two new DIMMs and a firmware that the vendor has promised since spring");
  fleet.nodes[0].mark->active = true;
  fleet.nodes[0].mark->until = evening() + 9h + 45min;
  fleet.nodes[0].cpu_used = std::nullopt;
  fleet.nodes[1].mark = cordon("");
  fleet.nodes[1].mark->kind = model::MarkKind::claim;
  fleet.nodes[1].mark->booked = mib(576);
  fleet.nodes[1].memory_free = std::nullopt;
  fleet.nodes[2].may_migrate = false;
  fleet.nodes[2].hypervisor_version = {8, 2, 0};
  fleet.absent = {{NodeName("node4"),
                   {FaultKind::unreachable, "cannot connect: connection refused",
                    "is libvirtd running there, and does it listen on port 16514?"}},
                  {NodeName("node5"), {FaultKind::late, "no answer within 10 s", ""}}};
  auto& vms = fleet.vms;
  vms[0].hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"},
                       {model::HindranceKind::snapshot, "'before the upgrade of last week'"}};
  vms[0].state = model::VmState::paused;
  vms[1].job = model::Job{model::JobKind::migration_out};
  vms[1].pending =
      model::PendingMove{cordon("").operation, NodeName("node1"), NodeName("node2"), Milliseconds(300), true};
  vms[2].job = model::Job{model::JobKind::other};
  auto arriving = vms[1];
  arriving.node = NodeName("node2");
  arriving.state = model::VmState::paused;
  arriving.job = model::Job{model::JobKind::migration_in};
  auto twin = vms[3];
  twin.node = NodeName("node3");
  vms.push_back(arriving);
  vms.push_back(twin);
  return fleet;
}

model::Fleet large() {
  model::Fleet fleet;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    const auto name = fmt::format("compute-{:03}", i);
    fleet.nodes.push_back(node(name, gib(256)));
    fleet.nodes.back().cpus = 96;
    fleet.nodes.back().cpu_used = 1.7 * static_cast<double>(i);
    fleet.nodes.back().memory_free = gib(257) - gib(5 * i);
    if (i % 8 == 0) fleet.nodes.back().libvirt_version = {10, 0, 0};
    for (std::uint64_t k = 0; k < 10; ++k)
      fleet.vms.push_back(vm(fmt::format("vm-{:03}-{}", i, k), name, mib(512 * (i + k))));
  }
  return fleet;
}

model::Fleet wordy() {
  model::Fleet fleet;
  fleet.nodes = {node("hypervisor-rack07-unit12.datacentre-west.example.org", gib(1536)),
                 node("hypervisor-rack07-unit13.datacentre-west.example.org", gib(1536)),
                 node("größter-Knoten")};
  fleet.vms = {vm("customer-4711-production-database-primary", fleet.nodes[0].name.str(), gib(512)),
               vm("customer-4711-production-database-replica", fleet.nodes[1].name.str(), gib(512)),
               vm("größte", "größter-Knoten"), vm("仮想マシン", "größter-Knoten"),
               vm("nasty\x1b[2J\n", "größter-Knoten")};
  fleet.vms[0].origin = fleet.nodes[1].name;
  fleet.vms[0].hindrances = {{model::HindranceKind::pinned, "vCPUs 0-31 to CPUs 0-31 of NUMA node 0"},
                             {model::HindranceKind::virtiofs, "/srv/shared/customer-4711"}};
  return fleet;
}

report::Style screen(std::size_t width) {
  report::Style style;
  style.width = width;
  return style;
}

}  // namespace example
