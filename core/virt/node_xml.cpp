// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the elements of capabilities and pools.
#include "virt/node_xml.hpp"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <sstream>
#include <string_view>

namespace haxen::virt {

namespace {

using pugi::xml_node;

// Pools of these types hold the same volumes wherever they are started; all others are taken to be local.
constexpr std::array<std::string_view, 6> shared_types{"netfs",        "rbd",     "iscsi",
                                                       "iscsi-direct", "gluster", "sheepdog"};

/// Model, vendor and features decide whether a passed-through CPU is the same one; microcode, clock, topology
/// and page sizes do not.
std::string essence(const xml_node& cpu) {
  pugi::xml_document document;
  auto root = document.append_child("cpu");
  for (const auto* name : {"arch", "model", "vendor"}) root.append_copy(cpu.child(name));
  for (const auto& feature : cpu.children("feature")) root.append_copy(feature);
  std::ostringstream text;
  root.print(text, "", pugi::format_raw);
  return cpu.child("model") ? text.str() : std::string();
}

void read_machines(const xml_node& parent, NodeReading& reading) {
  for (const auto& machine : parent.children("machine")) {
    reading.machines.insert(machine.text().get());
    if (const auto canonical = machine.attribute("canonical")) reading.machines.insert(canonical.value());
  }
  if (const auto emulator = parent.child("emulator")) reading.emulators.insert(emulator.text().get());
}

std::string source_of(const xml_node& source) {
  std::string hosts;
  for (const auto& host : source.children("host")) {
    hosts += (hosts.empty() ? "" : ",") + std::string(host.attribute("name").value());
    if (const auto port = host.attribute("port")) hosts += ":" + std::string(port.value());
  }
  std::string result = hosts + ":";
  result += source.child("name").text().get();
  result += source.child("dir").attribute("path").value();
  for (const auto& device : source.children("device")) result += device.attribute("path").value();
  return result;
}

}  // namespace

NodeReading read_capabilities(const std::string& xml) {
  NodeReading reading;
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  const auto capabilities = document.child("capabilities");
  const auto host = capabilities.child("host");
  reading.host_uuid = host.child("uuid").text().get();
  reading.host_cpu = essence(host.child("cpu"));
  for (const auto& guest : capabilities.children("guest")) {
    for (const auto& arch : guest.children("arch")) {
      read_machines(arch, reading);
      for (const auto& domain : arch.children("domain")) read_machines(domain, reading);
    }
  }
  return reading;
}

std::optional<model::StoragePool> read_pool(const std::string& xml) {
  pugi::xml_document document;
  document.load_buffer(xml.data(), xml.size());
  const auto root = document.child("pool");
  model::StoragePool pool;
  pool.name = root.child("name").text().get();
  pool.path = root.child("target").child("path").text().get();
  const std::string type = root.attribute("type").value();
  if (std::find(shared_types.begin(), shared_types.end(), type) != shared_types.end()) {
    pool.source = type + " " + source_of(root.child("source"));
  }
  if (pool.name.empty()) return std::nullopt;
  return pool;
}

}  // namespace haxen::virt
