// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a CPU demand is taken from a domain and written as one line of XML.
#include "virt/cpu_key.hpp"

#include <pugixml.hpp>
#include <sstream>
#include <string_view>

namespace haxen::virt {

namespace {

std::string text_of(const pugi::xml_node& node) {
  if (node.empty()) return {};
  std::ostringstream text;
  node.print(text, "", pugi::format_raw);
  return text.str();
}

void append(pugi::xml_node parent, const char* name, const std::string& text) {
  if (!text.empty()) parent.append_child(name).append_child(pugi::node_pcdata).set_value(text.c_str());
}

}  // namespace

CpuDemand cpu_demand(const std::string& domain, const std::string& host_cpu) {
  pugi::xml_document document;
  document.load_buffer(domain.data(), domain.size());
  const auto root = document.child("domain");
  const auto os_type = root.child("os").child("type");
  const auto cpu = root.child("cpu");
  CpuDemand demand;
  demand.type = root.attribute("type").value();
  demand.emulator = root.child("devices").child("emulator").text().get();
  demand.arch = os_type.attribute("arch").value();
  demand.machine = os_type.attribute("machine").value();
  demand.cpu = text_of(cpu);
  const std::string_view mode = cpu.attribute("mode").value();
  if (mode == "host-passthrough" || mode == "maximum" || demand.type == "xen") demand.host_cpu = host_cpu;
  return demand;
}

std::string to_key(const CpuDemand& demand) {
  pugi::xml_document document;
  auto root = document.append_child("demand");
  append(root, "type", demand.type);
  append(root, "emulator", demand.emulator);
  append(root, "arch", demand.arch);
  append(root, "machine", demand.machine);
  append(root, "cpu", demand.cpu);
  append(root, "host-cpu", demand.host_cpu);
  return text_of(root);
}

Result<CpuDemand> from_key(const std::string& key) {
  pugi::xml_document document;
  // A part of blanks alone is a part too.
  constexpr auto with_blanks = pugi::parse_default | pugi::parse_ws_pcdata_single;
  if (!document.load_buffer(key.data(), key.size(), with_blanks) || !document.child("demand")) {
    return fault(FaultKind::usage, "this is no CPU key");
  }
  const auto root = document.child("demand");
  const auto part = [&root](const char* name) { return std::string(root.child(name).text().get()); };
  return CpuDemand{part("type"),    part("emulator"), part("arch"),
                   part("machine"), part("cpu"),      part("host-cpu")};
}

}  // namespace haxen::virt
