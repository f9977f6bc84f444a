// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what each node of a fleet holds, summed up for a screen or a document.
#include "report/usage.hpp"

namespace haxen::report {

namespace {

Usage of_itself(const model::Node& node) {
  Usage usage;
  if (node.mark && node.mark->kind == model::MarkKind::claim) usage.promised = node.mark->booked;
  if (node.memory_free) usage.used = less(node.memory_total, *node.memory_free);
  return usage;
}

bool is_booked_arrival(const model::Vm& vm, const model::Node& node) {
  return node.mark && node.mark->kind == model::MarkKind::claim && vm.pending &&
         vm.pending->to == node.name && is_receiving(vm);
}

}  // namespace

std::map<NodeName, Usage> usage(const model::Fleet& fleet) {
  std::map<NodeName, Usage> all;
  std::map<NodeName, const model::Node*> nodes;
  for (const auto& node : fleet.nodes) {
    all.emplace(node.name, of_itself(node));
    nodes.emplace(node.name, &node);
  }
  for (const auto& vm : fleet.vms) {
    const auto at = nodes.find(vm.node);
    if (at == nodes.end()) continue;
    auto& usage = all.at(vm.node);
    ++usage.defined;
    if (vm.job) usage.jobs.push_back(&vm);
    if (!model::is_active(vm.state)) continue;
    ++usage.active;
    usage.vcpus += vm.vcpus;
    if (!is_booked_arrival(vm, *at->second)) usage.promised += model::footprint(vm);
  }
  return all;
}

}  // namespace haxen::report
