// SPDX-License-Identifier: GPL-2.0-or-later
// Knows domain definitions for the tests, and how to damage them.
#pragma once

#include <random>
#include <string>

namespace haxen::samples {

/// A small domain with these devices, and the rest beside them.
inline std::string domain(const std::string& devices, const std::string& rest = "") {
  return "<domain type='kvm'><uuid>u</uuid><name>a</name><memory unit='KiB'>1048576</memory><vcpu>1</vcpu>" +
         rest + "<devices>" + devices + "</devices></domain>";
}

/// One with a bit of everything, as libvirt 9.0 gives it out for an active domain.
inline std::string web1() {
  return R"(<domain type='kvm' id='7'>
  <name>web1</name>
  <uuid>77000000-0000-4000-8000-00000000020A</uuid>
  <metadata>
    <app:settings xmlns:app="urn:app"><app:x/></app:settings>
    <haxen:vm xmlns:haxen="urn:haxen:vm:1">
      <haxen:origin node="n1"/>
      <haxen:move operation="op" from="n1" to="n2" downtime="300" autostart="no"/>
    </haxen:vm>
  </metadata>
  <memory unit='KiB'>4194304</memory>
  <currentMemory unit='KiB'>4194304</currentMemory>
  <vcpu placement='static'>2</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features><acpi/></features>
  <cpu mode='custom' match='exact' check='full'>
    <model fallback='forbid'>Skylake-Server</model>
    <feature policy='require' name='hypervisor'/>
  </cpu>
  <clock offset='utc'/>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='network' device='disk'>
      <driver name='qemu' type='raw' cache='none'/>
      <source protocol='nbd' name='web1' tls='no' index='2'><host name='10.77.0.1' port='10801'/></source>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/vms/web1.qcow2' index='1'/>
      <backingStore type='file' index='3'>
        <format type='qcow2'/>
        <source file='/vms/base.qcow2'/>
        <backingStore/>
      </backingStore>
      <target dev='vdb' bus='virtio'/>
    </disk>
    <disk type='file' device='cdrom'>
      <driver name='qemu' type='raw'/>
      <target dev='sda' bus='sata'/>
      <readonly/>
    </disk>
    <interface type='bridge'><source bridge='br0'/><target dev='vnet0'/></interface>
    <interface type='bridge'><source bridge='br0'/></interface>
    <interface type='network'><source network='default' portid='x' bridge='virbr0'/></interface>
    <interface type='bridge'><source network='guests' bridge='br1'/></interface>
    <interface type='direct'><source dev='eth1' mode='bridge'/></interface>
    <interface type='user'/>
    <video><model type='vga' vram='16384' heads='1'/></video>
    <memballoon model='virtio'/>
  </devices>
</domain>
)";
}

/// One to four cuts, doublings, swaps of bytes and foreign words somewhere in the text.
inline std::string stir(std::string text, std::mt19937& random) {
  static const char* const words[] = {"<hostdev type='pci'>",
                                      "</devices>",
                                      "&#0;",
                                      "18446744073709551616",
                                      "<![CDATA[",
                                      "-1",
                                      "\xff",
                                      "'>",
                                      "]]>",
                                      "<!--"};
  const auto somewhere = [&] { return random() % (text.size() + 1); };
  for (auto times = 1 + random() % 4; times > 0; --times) {
    const auto at = somewhere();
    switch (random() % 4) {
      case 0: text.erase(at, random() % 40); break;
      case 1: text.insert(at, text.substr(somewhere(), random() % 80)); break;
      case 2: text.insert(at, words[random() % std::size(words)]); break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(random() % 256);
        break;
    }
  }
  return text;
}

}  // namespace haxen::samples
