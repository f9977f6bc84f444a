// SPDX-License-Identifier: GPL-2.0-or-later
// Domain definitions: what is read from them, and what they survive.
#include "virt/domain_xml.hpp"

#include <doctest/doctest.h>
#include <random>

#include "virt/cpu_key.hpp"
#include "virt/domain_samples.hpp"
#include "virt/overhead.hpp"

using namespace haxen;
using model::DiskKind;
using model::HindranceKind;
using samples::domain;

namespace {

std::vector<model::Hindrance> hindrances(const std::string& devices, const std::string& rest = "") {
  const auto reading = virt::read_domain(domain(devices, rest));
  REQUIRE(reading);
  return reading->vm.hindrances;
}

model::Disk disk(const std::string& xml) {
  const auto reading = virt::read_domain(domain(xml));
  REQUIRE(reading);
  REQUIRE(reading->vm.disks.size() == 1);
  return reading->vm.disks.front();
}

}  // namespace

TEST_CASE("a definition tells the whole VM") {
  const auto reading = virt::read_domain(samples::web1());
  REQUIRE(reading);
  model::Vm vm;
  vm.uuid = VmUuid("77000000-0000-4000-8000-00000000020a");
  vm.name = VmName("web1");
  vm.memory = gib(4);
  vm.overhead = virt::qemu_overhead(gib(4), 2, mib(16));
  vm.vcpus = 2;
  vm.arch = "x86_64";
  vm.machine = "pc-q35-7.2";
  vm.emulator = "/usr/bin/qemu-system-x86_64";
  vm.bridges = {"br0", "eth1"};
  vm.networks = {"default", "guests"};
  vm.disks = {{DiskKind::network, "vda", "nbd:web1", "raw", false, false},
              {DiskKind::file, "vdb", "/vms/web1.qcow2", "qcow2", false, false},
              {DiskKind::empty, "sda", "", "raw", true, true}};
  vm.origin = NodeName("n1");
  vm.pending =
      model::PendingMove{OperationId("op"), NodeName("n1"), NodeName("n2"), Milliseconds(300), false};
  CHECK(reading->vm == vm);
  CHECK(reading->layered_disks == std::vector<std::string>{"vdb"});
}

TEST_CASE("every kind of disk source is read") {
  CHECK(disk("<disk type='block'><source dev='/dev/vg/x'/><target dev='vda'/></disk>") ==
        model::Disk{DiskKind::block, "vda", "/dev/vg/x", "", false, false});
  CHECK(disk("<disk type='volume'><source pool='p' volume='v'/><target dev='vda'/></disk>") ==
        model::Disk{DiskKind::volume, "vda", "p/v", "", false, false});
  CHECK(disk("<disk type='network' device='cdrom'><source protocol='https' name='a.iso'/><target "
             "dev='sda'/><readonly/></disk>") ==
        model::Disk{DiskKind::network, "sda", "https:a.iso", "", true, true});
  CHECK(disk("<disk type='file' device='floppy'><target dev='fda'/></disk>") ==
        model::Disk{DiskKind::empty, "fda", "", "", false, false});
}

TEST_CASE("a disk of a kind that is not known must be proven like a file") {
  CHECK(disk("<disk type='hologram'><source path='/x'/><target dev='vda'/></disk>").kind == DiskKind::file);
  CHECK(disk("<disk><target dev='vda'/></disk>").kind == DiskKind::file);
}

TEST_CASE("devices of the host keep a VM where it is, and are named") {
  const std::string pci =
      "<hostdev mode='subsystem' type='pci'><source><address domain='0x0000' bus='0x03' slot='0x00' "
      "function='0x1'/></source></hostdev>";
  const std::string usb =
      "<hostdev type='usb'><source><vendor id='0x046d'/><product id='0xc52b'/></source></hostdev>";
  const std::string mdev =
      "<hostdev type='mdev'><source><address "
      "uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source></hostdev>";
  CHECK(hindrances(pci + usb + mdev) ==
        std::vector<model::Hindrance>{
            {HindranceKind::host_device, "pci device 0000:03:00.1"},
            {HindranceKind::host_device, "usb device 046d:c52b"},
            {HindranceKind::host_device, "mdev device c2177883-f1bb-47f0-914d-32a22e3a8804"}});
}

TEST_CASE("a device that libvirt unplugs for a migration is no hindrance") {
  CHECK(hindrances("<hostdev type='pci'><teaming type='transient' persistent='ua-0'/></hostdev>"
                   "<interface type='hostdev'><teaming type='transient' persistent='ua-0'/></interface>")
            .empty());
}

TEST_CASE("each thing that ties a VM to its node is a hindrance of its own kind") {
  const auto kinds = [](const std::string& devices, const std::string& rest = "") {
    std::vector<HindranceKind> result;
    for (const auto& each : hindrances(devices, rest)) result.push_back(each.kind);
    return result;
  };
  using Kinds = std::vector<HindranceKind>;
  CHECK(kinds("<interface type='hostdev'/>") == Kinds{HindranceKind::host_device});
  CHECK(kinds("<interface type='vdpa'/>") == Kinds{HindranceKind::host_device});
  CHECK(kinds("<smartcard mode='host'/>") == Kinds{HindranceKind::host_device});
  CHECK(kinds("<tpm><backend type='passthrough'/></tpm>") == Kinds{HindranceKind::host_device});
  CHECK(kinds("<disk type='nvme'><target dev='vda'/></disk>") == Kinds{HindranceKind::host_device});
  CHECK(kinds("", "<launchSecurity type='sev'/>") == Kinds{HindranceKind::host_device});
  CHECK(kinds("<filesystem type='mount'><driver type='virtiofs'/></filesystem>") ==
        Kinds{HindranceKind::virtiofs});
  CHECK(kinds("<shmem name='s' role='peer'/>") == Kinds{HindranceKind::shared_memory});
  CHECK(kinds("<memory model='nvdimm'/>") == Kinds{HindranceKind::shared_memory});
  CHECK(kinds("<disk><target dev='vda'/><transient/></disk>") == Kinds{HindranceKind::transient_disk});
  CHECK(kinds("<disk><target dev='vda'/><mirror job='copy'/></disk>") == Kinds{HindranceKind::block_job});
  CHECK(kinds("", "<cpu><feature policy='require' name='invtsc'/></cpu>") ==
        Kinds{HindranceKind::cpu_invtsc});
  CHECK(kinds("", "<cpu mode='host-passthrough' migratable='off'/>") == Kinds{HindranceKind::cpu_invtsc});
}

TEST_CASE("what goes along with a VM is no hindrance") {
  CHECK(hindrances(
            "<tpm><backend type='emulator'/></tpm><shmem name='s' role='master'/><rng model='virtio'/>"
            "<smartcard mode='passthrough'/><redirdev bus='usb'/><memory model='dimm'/>",
            "<cpu><feature policy='require' name='invtsc'/><feature policy='require' name='x2apic'/></cpu>"
            "<clock><timer name='tsc' frequency='3000000000'/></clock>")
            .empty());
}

TEST_CASE("all that is pinned is told in one hindrance") {
  CHECK(
      hindrances("",
                 "<cputune><vcpupin vcpu='0' cpuset='1'/></cputune><numatune><memory nodeset='0'/></numatune>"
                 "<memoryBacking><hugepages/></memoryBacking>") ==
      std::vector<model::Hindrance>{{HindranceKind::pinned, "CPUs, NUMA nodes, huge pages"}});
  CHECK(hindrances("", "<cputune><shares>512</shares></cputune><memoryBacking><locked/></memoryBacking>")
            .empty());
}

TEST_CASE("memory that hot-plugging could add does not count, and virtual CPUs that are off do not") {
  const auto reading = virt::read_domain(
      "<domain type='kvm'><uuid>U-1</uuid><name>a</name><maxMemory slots='4' unit='KiB'>8388608</maxMemory>"
      "<memory unit='KiB'>1048576</memory><currentMemory unit='KiB'>524288</currentMemory><vcpu "
      "current='2'>8</vcpu></domain>");
  REQUIRE(reading);
  CHECK(reading->vm.memory == gib(1));
  CHECK(reading->vm.vcpus == 2);
  CHECK(reading->vm.uuid == VmUuid("u-1"));
}

TEST_CASE("a Xen guest costs what the hypervisor sets aside") {
  const auto reading = virt::read_domain(
      "<domain type='xen'><uuid>u</uuid><name>a</name><memory>1048576</memory><vcpu>2</vcpu></domain>");
  REQUIRE(reading);
  CHECK(reading->vm.overhead == mib(1) + mib(2) + mib(8));
}

TEST_CASE("what is no definition of a VM is refused") {
  for (const auto* text :
       {"", "<", "<domain>", "<domain/>", "<network><name>a</name></network>",
        "<domain><name>a</name><memory>1024</memory></domain>",
        "<domain><uuid>u</uuid><memory>1024</memory></domain>",
        "<domain><uuid>u</uuid><name>a</name></domain>",
        "<domain><uuid>u</uuid><name>a</name><memory>0</memory></domain>",
        "<domain><uuid>u</uuid><name>a</name><memory>-5</memory></domain>",
        "<domain><uuid>u</uuid><name>a</name><memory>18446744073709551615</memory></domain>"}) {
    CAPTURE(text);
    CHECK_FALSE(virt::read_domain(text));
  }
}

TEST_CASE("elements nested a hundred thousand deep are survived") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  CHECK_FALSE(virt::read_domain(deep));
  for (int i = 0; i < 100'000; ++i) deep += "</a>";
  CHECK(virt::read_domain(domain("", "<cpu>" + deep + "</cpu>")));
  CHECK_FALSE(virt::to_key(virt::cpu_demand(domain("", "<cpu>" + deep + "</cpu>"), "")).empty());
}

TEST_CASE("definitions cut and stirred at random are read or refused, and what is read makes sense") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto whole = samples::web1();
  int read = 0;
  for (int round = 0; round < 5'000; ++round) {
    const auto damaged = samples::stir(whole, random);
    const auto reading = virt::read_domain(damaged);
    virt::from_key(virt::to_key(virt::cpu_demand(damaged, "")));
    if (!reading) continue;
    ++read;
    CHECK_FALSE(reading->vm.name.empty());
    CHECK_FALSE(reading->vm.uuid.empty());
    CHECK(reading->vm.memory > Bytes{});
    CHECK(model::footprint(reading->vm) > reading->vm.memory);
  }
  CHECK(read > 50);
}
