// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where in a domain's XML its identity, sizes and networks stand.
#include "virt/domain_xml.hpp"

#include <algorithm>
#include <pugixml.hpp>
#include <string_view>

#include "virt/disk_xml.hpp"
#include "virt/hindrance_xml.hpp"
#include "virt/notes_codec.hpp"
#include "virt/overhead.hpp"
#include "virt/statement_xml.hpp"

namespace haxen::virt {

namespace {

using pugi::xml_node;
using std::string_literals::operator""s;

// libvirt gives out all sizes in KiB.
constexpr std::uint64_t most_kib = std::uint64_t{1} << 50;

void add_once(std::vector<std::string>& list, std::string name) {
  if (!name.empty() && std::find(list.begin(), list.end(), name) == list.end())
    list.push_back(std::move(name));
}

/// A libvirt network goes before the bridge that it stands for on this node: the target resolves it anew.
void read_interface(const xml_node& interface, model::Vm& vm) {
  const auto source = interface.child("source");
  const std::string network = source.attribute("network").value();
  if (!network.empty()) return add_once(vm.networks, network);
  add_once(vm.bridges, source.attribute("bridge").value());
  if (interface.attribute("type").value() == "direct"s) add_once(vm.bridges, source.attribute("dev").value());
}

unsigned vcpus(const xml_node& domain) {
  const auto vcpu = domain.child("vcpu");
  const auto most = vcpu.text().as_uint(1);
  return vcpu.attribute("current").as_uint(most);
}

Bytes video_memory(const xml_node& devices) {
  std::uint64_t sum = 0;
  for (const auto& video : devices.children("video")) {
    for (const auto* name : {"ram", "vram", "vram64"}) {
      sum += std::min<std::uint64_t>(video.child("model").attribute(name).as_uint(0), most_kib / 1024);
    }
  }
  return kib(std::min(sum, most_kib));
}

std::string lower(std::string text) {
  for (auto& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

void read_devices(const xml_node& devices, DomainReading& reading) {
  auto& vm = reading.vm;
  vm.emulator = devices.child("emulator").text().get();
  for (const auto& interface : devices.children("interface")) read_interface(interface, vm);
  for (const auto& disk : devices.children("disk")) {
    vm.disks.push_back(read_disk(disk));
    if (has_backing_chain(disk)) reading.layered_disks.push_back(vm.disks.back().target);
  }
}

}  // namespace

Result<DomainReading> read_domain(const std::string& xml) {
  pugi::xml_document document;
  if (const auto parsed = document.load_buffer(xml.data(), xml.size()); !parsed) {
    return fault(FaultKind::failed, "definition is no XML: "s + parsed.description());
  }
  const auto domain = document.child("domain");
  DomainReading reading;
  auto& vm = reading.vm;
  vm.uuid = VmUuid(lower(domain.child("uuid").text().get()));
  vm.name = VmName(domain.child("name").text().get());
  if (vm.uuid.empty() || vm.name.empty())
    return fault(FaultKind::failed, "definition lacks a name or a UUID");
  const auto memory = domain.child("memory").text().as_ullong(0);
  if (memory == 0 || memory > most_kib) return fault(FaultKind::failed, "definition lacks a size of memory");
  vm.memory = kib(memory);
  vm.vcpus = vcpus(domain);
  const auto type = domain.child("os").child("type");
  vm.arch = type.attribute("arch").value();
  vm.machine = type.attribute("machine").value();
  const auto devices = domain.child("devices");
  read_devices(devices, reading);
  vm.overhead = domain.attribute("type").value() == "xen"s
                    ? xen_overhead(vm.memory, vm.vcpus)
                    : qemu_overhead(vm.memory, vm.vcpus, video_memory(devices));
  vm.hindrances = read_hindrances(domain);
  reading.at_rest = read_state_at_rest(domain);
  const auto notes = read_notes(domain);
  vm.origin = notes.origin;
  vm.pending = notes.pending;
  vm.moved = notes.moved;
  reading.statement = read_statement(domain);
  return reading;
}

}  // namespace haxen::virt
