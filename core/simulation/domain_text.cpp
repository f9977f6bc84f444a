// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the elements of domain XML that a simulated VM has.
#include "simulation/domain_text.hpp"

#include <fmt/format.h>

namespace haxen::simulation {

namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '\'': result += "&apos;"; break;
      default: result += c;
    }
  }
  return result;
}

/// The two halves of a source that names two things: "nbd:disk1", "pool/volume".
std::pair<std::string, std::string> halves(const std::string& source, char between) {
  const auto at = source.find(between);
  if (at == source.npos) return {escaped(source), ""};
  return {escaped(source.substr(0, at)), escaped(source.substr(at + 1))};
}

std::string source_of(const model::Disk& disk) {
  switch (disk.kind) {
    case model::DiskKind::network: {
      const auto [protocol, name] = halves(disk.source, ':');
      return fmt::format("<source protocol='{}' name='{}'/>", protocol, name);
    }
    case model::DiskKind::volume: {
      const auto [pool, volume] = halves(disk.source, '/');
      return fmt::format("<source pool='{}' volume='{}'/>", pool, volume);
    }
    case model::DiskKind::block: return fmt::format("<source dev='{}'/>", escaped(disk.source));
    case model::DiskKind::file: return fmt::format("<source file='{}'/>", escaped(disk.source));
    case model::DiskKind::empty: break;
  }
  return {};
}

const char* type_of(model::DiskKind kind) {
  switch (kind) {
    case model::DiskKind::network: return "network";
    case model::DiskKind::volume: return "volume";
    case model::DiskKind::block: return "block";
    case model::DiskKind::file:
    case model::DiskKind::empty: break;
  }
  return "file";
}

std::string disk_text(const model::Disk& disk) {
  const auto driver =
      disk.format.empty() ? "" : fmt::format("<driver name='qemu' type='{}'/>", escaped(disk.format));
  return fmt::format("    <disk type='{}' device='{}'>{}{}<target dev='{}'/>{}</disk>\n", type_of(disk.kind),
                     disk.cdrom ? "cdrom" : "disk", driver, source_of(disk), escaped(disk.target),
                     disk.read_only ? "<readonly/>" : "");
}

std::string devices_text(const model::Vm& vm) {
  std::string text;
  if (!vm.emulator.empty()) text += fmt::format("    <emulator>{}</emulator>\n", escaped(vm.emulator));
  for (const auto& disk : vm.disks) text += disk_text(disk);
  for (const auto& bridge : vm.bridges)
    text += fmt::format("    <interface type='bridge'><source bridge='{}'/></interface>\n", escaped(bridge));
  for (const auto& network : vm.networks)
    text +=
        fmt::format("    <interface type='network'><source network='{}'/></interface>\n", escaped(network));
  return text;
}

std::string domain_text(const model::Vm& vm, const char* id) {
  return fmt::format(
      "<domain type='kvm'{}>\n  <name>{}</name>\n  <uuid>{}</uuid>\n  <memory unit='KiB'>{}</memory>\n"
      "  <vcpu>{}</vcpu>\n  <os><type arch='{}' machine='{}'>hvm</type></os>\n  <devices>\n{}  </devices>\n"
      "</domain>\n",
      id, escaped(vm.name.str()), escaped(vm.uuid.str()), vm.memory.count / 1024, vm.vcpus, escaped(vm.arch),
      escaped(vm.machine), devices_text(vm));
}

}  // namespace

std::string running_text(const model::Vm& vm) { return domain_text(vm, " id='1'"); }

std::string definition_text(const model::Vm& vm) { return domain_text(vm, ""); }

}  // namespace haxen::simulation
