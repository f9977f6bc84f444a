// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the sums behind the nodes' memory before and after a change.
#include "report/loads.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "report/usage.hpp"

namespace haxen::report {

namespace {

/// What is added to nodes and taken from them, kept apart since Bytes do not go below zero.
struct Shift {
  std::map<NodeName, Bytes> added;
  std::map<NodeName, Bytes> taken;

  void move(const model::Move& move) {
    if (move.kind == model::MoveKind::define) return;
    added[move.to] += move.memory;
    taken[move.from] += move.memory;
  }
  void end(const model::Fleet& fleet, const model::ShutDown& shut_down) {
    if (const auto* vm = model::find_vm(fleet, shut_down.vm)) taken[shut_down.node] += model::footprint(*vm);
  }
  void start(const model::Start& start) { added[start.vm.node] += model::footprint(start.vm); }
};

std::vector<Load> with(const Shift& shift, const model::Fleet& fleet, const std::set<NodeName>& touched) {
  std::vector<Load> all;
  const auto usages = usage(fleet);
  const auto sum = [](const std::map<NodeName, Bytes>& of, const NodeName& node) {
    const auto found = of.find(node);
    return found == of.end() ? Bytes{} : found->second;
  };
  for (const auto& node : fleet.nodes) {
    if (!touched.contains(node.name)) continue;
    const auto before = usages.at(node.name).promised;
    const auto after = less(before + sum(shift.added, node.name), sum(shift.taken, node.name));
    all.push_back({node.name, node.memory_capacity, before, after, node.link});
  }
  return all;
}

std::set<NodeName> touched(const model::Plan& plan, const std::vector<NodeName>& named) {
  std::set<NodeName> all(named.begin(), named.end());
  for (const auto& move : plan.moves) all.insert({move.from, move.to});
  for (const auto& shut_down : plan.shut_downs) all.insert(shut_down.node);
  for (const auto& start : plan.starts) all.insert(start.vm.node);
  return all;
}

}  // namespace

std::vector<Load> loads(const model::Fleet& fleet, const model::Plan& plan,
                        const std::vector<NodeName>& named) {
  Shift shift;
  for (const auto& move : plan.moves) shift.move(move);
  for (const auto& shut_down : plan.shut_downs) shift.end(fleet, shut_down);
  for (const auto& start : plan.starts)
    if (start.kind != model::StartKind::rehome) shift.start(start);
  return with(shift, fleet, touched(plan, named));
}

std::vector<Load> loads(const model::Fleet& fleet, const model::Plan& plan, const model::Outcome& outcome,
                        const std::vector<NodeName>& named) {
  Shift shift;
  auto nodes = touched(plan, named);
  for (const auto& end : outcome.moves) {
    nodes.insert({end.move.from, end.move.to});
    if (end.result == model::MoveResult::moved) shift.move(end.move);
    if (end.result == model::MoveResult::gone && end.move.kind != model::MoveKind::define)
      shift.taken[end.move.from] += end.move.memory;
  }
  for (const auto& end : outcome.shut_downs)
    if (end.result == model::ShutDownResult::off || end.result == model::ShutDownResult::saved)
      shift.end(fleet, end.shut_down);
  for (const auto& end : outcome.starts)
    if (end.result == model::StartResult::running) shift.start(end.start);
  return with(shift, fleet, nodes);
}

}  // namespace haxen::report
