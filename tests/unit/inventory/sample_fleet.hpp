// SPDX-License-Identifier: GPL-2.0-or-later
// A fleet in which every member of the model says something.
#pragma once

#include "model/fleet.hpp"

namespace sample {

using namespace haxen;

inline model::Mark cordon() {
  model::Mark mark;
  mark.id = "0e1f";
  mark.operation = OperationId("op-1");
  mark.holder = {"admin1", "b00t", 4711, "alice"};
  mark.active = true;
  mark.reason = "new \"DIMMs\"";
  mark.since = model::WallTime(std::chrono::seconds(1'700'000'000));
  mark.until = model::WallTime(std::chrono::seconds(1'700'003'600));
  return mark;
}

inline model::Node full_node() {
  model::Node node;
  node.name = NodeName("n1");
  node.hypervisor = model::Hypervisor::qemu;
  node.hypervisor_version = {7, 2, 22};
  node.libvirt_version = {9, 0, 0};
  node.host_uuid = "6ecd88bc-5a6f-4a0e-b5d2-0c6a2d0f9a41";
  node.memory_total = gib(64);
  node.memory_capacity = gib(60);
  node.memory_free = Bytes{12'345'678'901};
  node.cpus = 16;
  node.cpu_used = 3.25;
  node.vcpu_limit = 64;
  node.link = Bandwidth{1.25e9};
  node.mark = cordon();
  node.labels = {{"rack", "a"}, {"a/b~c", "odd"}};
  node.may_migrate = false;
  node.emulators = {"/usr/bin/qemu-system-x86_64"};
  node.machines = {"pc-q35-7.2", "q35"};
  node.bridges = {"br0", "br1"};
  node.networks = {"default"};
  node.pools = {{"vms", "/vms", "netfs nas:/vms"}, {"local", "/var/lib/libvirt/images", ""}};
  node.cpu_fit = {{"key-1", model::CpuFit::unfit}};
  return node;
}

/// Another node, of which little is known.
inline model::Node bare_node() {
  model::Node node;
  node.name = NodeName("n2");
  node.mark = cordon();
  node.mark->kind = model::MarkKind::claim;
  node.mark->until.reset();
  node.mark->booked = mib(640);
  return node;
}

inline model::Vm full_vm() {
  model::Vm vm;
  vm.uuid = VmUuid("11111111-2222-3333-4444-555555555555");
  vm.name = VmName("web1");
  vm.node = NodeName("n1");
  vm.state = model::VmState::running;
  vm.memory = mib(2048);
  vm.overhead = mib(111);
  vm.vcpus = 4;
  vm.cpu_used = 0.1;
  vm.persistent = false;
  vm.autostart = true;
  vm.origin = NodeName("n2");
  vm.pending =
      model::PendingMove{OperationId("op-1"), NodeName("n1"), NodeName("n2"), Milliseconds(301), true};
  vm.job = model::Job{model::JobKind::migration_out};
  vm.torn = true;
  vm.policy = {Milliseconds(57), true, true, true, -3};
  vm.arch = "x86_64";
  vm.machine = "pc-q35-7.2";
  vm.emulator = "/usr/bin/qemu-system-x86_64";
  vm.cpu = "key-1";
  vm.bridges = {"br0"};
  vm.networks = {"default"};
  vm.disks = {{model::DiskKind::network, "vda", "nbd/web1", "raw", false, false},
              {model::DiskKind::empty, "sda", "", "", true, true}};
  vm.hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"}};
  return vm;
}

inline model::Fleet fleet() {
  model::Fleet made;
  made.nodes = {full_node(), bare_node()};
  made.vms = {full_vm(), full_vm()};
  made.vms[1] = {};
  made.vms[1].uuid = made.vms[0].uuid;
  made.vms[1].name = VmName("web1");
  made.vms[1].node = NodeName("n2");
  made.vms[1].state = model::VmState::shut_off;
  made.absent = {
      {NodeName("n3"), {FaultKind::unreachable, "node 'n3': cannot connect: connection refused", ""}},
      {NodeName("n4"), {FaultKind::late, "node 'n4': no answer within 10 s", "the node hangs"}}};
  made.rules = {{model::RuleKind::at_most,
                 "two per rack",
                 {VmUuid("11111111-2222-3333-4444-555555555555")},
                 {NodeName("n1")},
                 "rack",
                 {"a", "b"},
                 2,
                 false,
                 model::RuleTime::at_every_step,
                 7},
                {}};
  return made;
}

}  // namespace sample
