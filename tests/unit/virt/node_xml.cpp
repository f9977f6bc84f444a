// SPDX-License-Identifier: GPL-2.0-or-later
// Capabilities and pools.
#include "virt/node_xml.hpp"

#include <doctest/doctest.h>

#include "virt/cpu_fit.hpp"

using namespace haxen;

TEST_CASE("capabilities tell the host, its emulators and its machine types under all their names") {
  const auto reading = virt::read_capabilities(R"(<capabilities><host><uuid>u-1</uuid>
      <cpu><arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor><microcode version='7'/><counter name='tsc' frequency='1'/>
      <topology sockets='1'/><feature name='a'/></cpu></host>
    <guest><arch name='x86_64'><emulator>/usr/bin/q64</emulator>
      <machine>pc-q35-7.2</machine><machine canonical='pc-q35-7.2'>q35</machine>
      <domain type='kvm'><emulator>/usr/bin/qkvm</emulator><machine canonical='pc-i440fx-7.2'>pc</machine></domain>
    </arch></guest></capabilities>)");
  CHECK(reading.host_uuid == "u-1");
  CHECK(reading.host_cpu ==
        R"(<cpu><arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor><feature name="a"/></cpu>)");
  CHECK(reading.emulators == std::set<std::string>{"/usr/bin/q64", "/usr/bin/qkvm"});
  CHECK(reading.machines == std::set<std::string>{"pc-q35-7.2", "q35", "pc", "pc-i440fx-7.2"});
}

TEST_CASE("capabilities that tell nothing leave everything empty") {
  CHECK(virt::read_capabilities("").host_cpu.empty());
  CHECK(virt::read_capabilities("<capabilities/>").machines.empty());
  CHECK(virt::read_capabilities("<capabilities><host><cpu><arch>i686</arch></cpu></host></capabilities>")
            .host_cpu.empty());
}

TEST_CASE("a pool on the network tells its source, and a local one none") {
  CHECK(virt::read_pool(
            "<pool type='netfs'><name>vms</name><source><host name='nas'/><dir path='/export'/></source>"
            "<target><path>/vms</path></target></pool>") ==
        model::StoragePool{"vms", "/vms", "netfs nas:/export"});
  CHECK(virt::read_pool("<pool type='rbd'><name>r</name><source><host name='a' port='6789'/><host "
                        "name='b'/><name>pool</name></source></pool>") ==
        model::StoragePool{"r", "", "rbd a:6789,b:pool"});
  CHECK(virt::read_pool("<pool type='iscsi'><name>i</name><source><host name='san'/><device "
                        "path='iqn.x'/></source></pool>") == model::StoragePool{"i", "", "iscsi san:iqn.x"});
  CHECK(virt::read_pool(
            "<pool type='dir'><name>default</name><source/><target><path>/images</path></target></pool>") ==
        model::StoragePool{"default", "/images", ""});
}

TEST_CASE("what is no pool is none") {
  CHECK(virt::read_pool("") == std::nullopt);
  CHECK(virt::read_pool("<pool/>") == std::nullopt);
}

TEST_CASE("a passed-through CPU fits an equal one, not another model, and perhaps one with other features") {
  const std::string epyc = "<cpu><model>EPYC</model><vendor>AMD</vendor><feature name='a'/></cpu>";
  const std::string stepping = "<cpu><model>EPYC</model><vendor>AMD</vendor></cpu>";
  const std::string rome = "<cpu><model>EPYC-Rome</model><vendor>AMD</vendor><feature name='a'/></cpu>";
  CHECK(virt::compare_hosts(epyc, epyc) == model::CpuFit::fit);
  CHECK(virt::compare_hosts(epyc, rome) == model::CpuFit::unfit);
  CHECK(virt::compare_hosts(epyc, stepping) == model::CpuFit::unknown);
  CHECK(virt::compare_hosts(epyc, "") == model::CpuFit::unknown);
}
