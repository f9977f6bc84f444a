// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a scenario's files are read.
#include "scenario.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "base/bytes.hpp"

namespace haxen::scenario {

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The lines that say something, each as its words.
std::vector<std::vector<std::string>> lines_of(const std::string& text) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::vector<std::string> found{std::istream_iterator<std::string>(words), {}};
    if (!found.empty()) lines.push_back(std::move(found));
  }
  return lines;
}

Result<void> add_node(Scenario& scenario, const std::vector<std::string>& words) {
  const auto memory = parse_bytes(words.at(2));
  if (!memory) return tl::unexpected(memory.error());
  model::Node node;
  node.name = NodeName(words[1]);
  node.hypervisor = model::Hypervisor::qemu;
  node.host_uuid = "host-" + words[1];
  node.memory_total = node.memory_capacity = *memory;
  node.hypervisor_version = {7, 2, 0};
  node.libvirt_version = {9, 0, 0};
  node.cpus = 16;
  node.link = Bandwidth{1.25e8};
  if (words.size() > 4 && words[3] == "storage") {
    const auto storage = parse_bytes(words[4]);
    if (!storage) return tl::unexpected(storage.error());
    scenario.setup.storage[node.name] = *storage;
  }
  if (words.back() == "shut") scenario.setup.shut.insert(node.name);
  scenario.fleet.nodes.push_back(node);
  config::NodeEntry entry;
  entry.name = node.name;
  entry.link = node.link;
  scenario.config.nodes.push_back(entry);
  return {};
}

model::Disk local_disk(const std::string& vm, Bytes size) {
  model::Disk disk;
  disk.kind = model::DiskKind::file;
  disk.target = "vda";
  disk.source = "/images/" + vm + ".raw";
  disk.format = "raw";
  disk.capacity = disk.stored = size;
  return disk;
}

// Another line of the same name is another copy of the VM.
VmUuid uuid_for(const Scenario& scenario, const VmName& name) {
  const auto known = std::ranges::find(scenario.fleet.vms, name, &model::Vm::name);
  if (known != scenario.fleet.vms.end()) return known->uuid;
  return VmUuid(fmt::format("00000000-0000-4000-a000-{:012}", scenario.fleet.vms.size() + 1));
}

const std::map<std::string, simulation::Remnant>& remnants() {
  using enum simulation::Remnant;
  static const std::map<std::string, simulation::Remnant> all = {
      {"at-source", source}, {"incoming", incoming}, {"torn", postcopy_failed}};
  return all;
}

const std::map<std::string, simulation::FenceDevice>& fences() {
  using enum simulation::FenceDevice;
  static const std::map<std::string, simulation::FenceDevice> all = {
      {"works", works}, {"fails", fails}, {"lies", lies}};
  return all;
}

Result<void> add_vm(Scenario& scenario, const std::vector<std::string>& words) {
  const auto memory = parse_bytes(words.at(3));
  if (!memory) return tl::unexpected(memory.error());
  model::Vm vm;
  vm.name = VmName(words[1]);
  vm.uuid = uuid_for(scenario, vm.name);
  vm.node = NodeName(words[2]);
  vm.memory = *memory;
  vm.vcpus = 1;
  vm.state = model::VmState::running;
  for (std::size_t i = 4; i < words.size(); ++i) {
    if (words[i] == "transient") {
      vm.persistent = false;
    } else if (words[i] == "autostart") {
      vm.autostart = true;
    } else if (words[i] == "confirmed") {
      config::VmPolicyEntry policy;
      policy.key = config::VmKey::name;
      policy.vm = words[1];
      policy.hand_over = model::HandOver::confirmed;
      scenario.config.vms.push_back(std::move(policy));
    } else if (words[i] == "off") {
      vm.state = model::VmState::shut_off;
    } else if (words[i] == "origin") {
      vm.origin = NodeName(words.at(++i));
    } else if (words[i] == "left") {
      const auto remnant = remnants().find(words.at(++i));
      if (remnant == remnants().end()) return fault(FaultKind::usage, "nothing leaves a VM so: " + words[i]);
      vm.state = model::VmState::paused;
      scenario.setup.remnants[{vm.node, vm.uuid}] = remnant->second;
    } else if (words[i] == "disk") {
      const auto size = parse_bytes(words.at(++i));
      if (!size) return tl::unexpected(size.error());
      vm.disks.push_back(local_disk(words[1], *size));
    } else if (words[i] == "busy") {
      const auto rate = parse_bandwidth(words.at(++i));
      if (!rate) return tl::unexpected(rate.error());
      scenario.setup.guests[vm.uuid] = {*rate, Bytes{}};
    } else {
      return fault(FaultKind::usage, fmt::format("a VM has no '{}'", words[i]));
    }
  }
  scenario.fleet.vms.push_back(vm);
  return {};
}

}  // namespace

Result<Scenario> parse(const Texts& texts) {
  Scenario scenario;
  scenario.config.defaults.reserve = Bytes{};
  for (const auto& words : lines_of(texts.fleet)) {
    if (words == std::vector<std::string>{"no", "peers"}) {
      scenario.setup.peers = false;
      continue;
    }
    if (words.size() == 3 && words[0] == "fence") {
      const auto device = fences().find(words[2]);
      if (device == fences().end()) return fault(FaultKind::usage, "no fence device " + words[2]);
      scenario.setup.fences[NodeName(words[1])] = device->second;
      continue;
    }
    if (words.size() < (words[0] == "vm" ? 4U : 3U))
      return fault(FaultKind::usage, "too few words: " + words[0]);
    const auto added = words[0] == "node" ? add_node(scenario, words) : add_vm(scenario, words);
    if (!added) return tl::unexpected(added.error());
  }
  auto faults = simulation::parse_faults(texts.faults);
  if (!faults) return tl::unexpected(faults.error());
  scenario.faults = std::move(*faults);
  for (const auto& words : lines_of(texts.commands)) {
    scenario.commands.push_back(fmt::format("{}", fmt::join(words, " ")));
  }
  if (scenario.commands.empty()) return fault(FaultKind::usage, "no commands");
  return scenario;
}

Result<Scenario> read(const std::filesystem::path& directory) {
  return parse(
      {text_of(directory / "fleet"), text_of(directory / "faults"), text_of(directory / "commands")});
}

}  // namespace haxen::scenario
