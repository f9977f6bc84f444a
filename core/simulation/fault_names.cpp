// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which nodes and VMs a scripted fault speaks of.
#include <algorithm>
#include <fmt/format.h>

#include "simulation/fault.hpp"

namespace haxen::simulation {

namespace {

struct Names {
  std::vector<NodeName> nodes;
  std::vector<VmName> vms;

  void add(const Place& place) {
    if (place.role == Place::Role::node) nodes.push_back(place.node);
  }
  void add(const std::optional<VmName>& vm) {
    if (vm) vms.push_back(*vm);
  }

  void operator()(const AtStep& step) { add(step.vm); }
  void operator()(const AtTime&) {}
  void operator()(const RestartDaemon& action) { add(action.at); }
  void operator()(const KillQemu& action) {
    add(action.at);
    add(action.vm);
  }
  void operator()(const CutLink& action) {
    add(action.a);
    add(action.b);
  }
  void operator()(const KillClient&) {}
  void operator()(const ExhaustMemory& action) { add(action.at); }
  void operator()(const PowerOffGuest& action) { add(action.vm); }
  void operator()(const CutPower& action) { add(action.at); }
  void operator()(const ForeignMove& action) {
    add(action.vm);
    nodes.push_back(action.to);
  }
  void operator()(const ForeignStop& action) { add(action.vm); }
  void operator()(const ForeignPause& action) { add(action.vm); }
};

}  // namespace

Result<void> check_names(const std::vector<ScriptedFault>& faults, const model::Fleet& fleet) {
  for (const auto& each : faults) {
    Names names;
    std::visit(names, each.trigger);
    std::visit(names, each.action);
    const auto refuse = [&](const char* what, const std::string& name) {
      return fault(FaultKind::usage, fmt::format("'{}': there is no {} '{}'", to_string(each), what, name));
    };
    for (const auto& node : names.nodes)
      if (find_node(fleet, node) == nullptr) return refuse("node", node.str());
    for (const auto& vm : names.vms)
      if (std::ranges::find(fleet.vms, vm, &model::Vm::name) == fleet.vms.end())
        return refuse("VM", vm.str());
  }
  return {};
}

}  // namespace haxen::simulation
