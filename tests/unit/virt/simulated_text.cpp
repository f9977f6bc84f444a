// SPDX-License-Identifier: GPL-2.0-or-later
// What simulated hosts write is read like what libvirt writes.
#include <doctest/doctest.h>

#include "simulation/domain_text.hpp"
#include "virt/domain_xml.hpp"

using namespace haxen;

namespace {

model::Disk disk(model::DiskKind kind, const std::string& target, const std::string& source) {
  model::Disk made;
  made.kind = kind;
  made.target = target;
  made.source = source;
  return made;
}

model::Vm every_thing() {
  model::Vm vm;
  vm.uuid = VmUuid("77000000-0000-4000-8000-00000000000a");
  vm.name = VmName("it's <web> & more");
  vm.memory = gib(1);
  vm.vcpus = 3;
  vm.arch = "x86_64";
  vm.machine = "pc-q35-7.2";
  vm.emulator = "/usr/bin/qemu-system-x86_64";
  vm.bridges = {"br0"};
  vm.networks = {"guests"};
  vm.disks = {disk(model::DiskKind::network, "vda", "nbd:disk1"),
              disk(model::DiskKind::volume, "vdb", "pool/v"), disk(model::DiskKind::block, "vdc", "/dev/x"),
              disk(model::DiskKind::file, "vdd", "/images/d"), disk(model::DiskKind::empty, "sda", "")};
  vm.disks[3].format = "qcow2";
  vm.disks[3].read_only = true;
  vm.disks[4].cdrom = true;
  return vm;
}

}  // namespace

TEST_CASE("a simulated VM's definition says what is known of the VM, and so does what it runs by") {
  const auto vm = every_thing();
  for (const auto& text : {simulation::definition_text(vm), simulation::running_text(vm)}) {
    const auto reading = virt::read_domain(text);
    REQUIRE(reading);
    auto wanted = vm;
    wanted.overhead = reading->vm.overhead;
    CHECK(reading->vm == wanted);
    CHECK(reading->statement == model::Statement{});
  }
}
