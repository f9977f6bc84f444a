// SPDX-License-Identifier: GPL-2.0-or-later
// Builds fleets in which everything fits everywhere, save what a test says.
#pragma once

#include <algorithm>
#include <string>
#include <tuple>

#include "model/fleet.hpp"

namespace haxen::test {

class FleetBuilder {
 public:
  FleetBuilder& node(const std::string& name, Bytes capacity) {
    model::Node node;
    node.name = NodeName(name);
    node.hypervisor = model::Hypervisor::qemu;
    node.hypervisor_version = {7, 2, 22};
    node.libvirt_version = {9, 0, 0};
    node.host_uuid = "host-" + name;
    node.memory_total = capacity;
    node.memory_capacity = capacity;
    node.cpus = 16;
    node.emulators = {"/usr/bin/qemu"};
    node.machines = {"q35"};
    node.bridges = {"br0"};
    node.networks = {"lan"};
    node.cpu_fit = {{"cpu64", model::CpuFit::fit}};
    fleet_.nodes.push_back(node);
    return *this;
  }

  FleetBuilder& vm(const std::string& name, const std::string& node, Bytes memory) {
    model::Vm vm;
    vm.uuid = VmUuid("uuid-" + name);
    vm.name = VmName(name);
    vm.node = NodeName(node);
    vm.state = model::VmState::running;
    vm.memory = memory;
    vm.vcpus = 1;
    vm.machine = "q35";
    vm.emulator = "/usr/bin/qemu";
    vm.cpu = "cpu64";
    vm.bridges = {"br0"};
    vm.networks = {"lan"};
    fleet_.vms.push_back(vm);
    return *this;
  }

  FleetBuilder& rule(model::RuleKind kind, const std::string& name, std::vector<std::string> vms) {
    model::Rule rule;
    rule.kind = kind;
    rule.name = name;
    for (const auto& vm : vms) rule.vms.emplace_back("uuid-" + vm);
    fleet_.rules.push_back(rule);
    return *this;
  }

  /// What was added last.
  model::Node& last_node() { return fleet_.nodes.back(); }
  model::Vm& last_vm() { return fleet_.vms.back(); }
  model::Rule& last_rule() { return fleet_.rules.back(); }

  model::Fleet build() const {
    auto fleet = fleet_;
    std::ranges::sort(fleet.nodes, {}, &model::Node::name);
    std::ranges::sort(fleet.vms, [](const model::Vm& a, const model::Vm& b) {
      return std::tie(a.node, a.name, a.uuid) < std::tie(b.node, b.name, b.uuid);
    });
    return fleet;
  }

 private:
  model::Fleet fleet_;
};

inline model::Move a_move(const std::string& vm, const std::string& from, const std::string& to, Bytes memory,
                          std::vector<std::size_t> after = {}) {
  model::Move move;
  move.vm = VmUuid("uuid-" + vm);
  move.from = NodeName(from);
  move.to = NodeName(to);
  move.memory = memory;
  move.after = std::move(after);
  return move;
}

/// "web: a>b after 0 2", one line for each move.
inline std::vector<std::string> lines(const model::Plan& plan) {
  std::vector<std::string> all;
  for (const auto& move : plan.moves) {
    auto line = move.vm.str().substr(5) + ": " + move.from.str() + ">" + move.to.str();
    if (!move.after.empty()) line += " after";
    for (const auto before : move.after) line += " " + std::to_string(before);
    all.push_back(line);
  }
  return all;
}

}  // namespace haxen::test
