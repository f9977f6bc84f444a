// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of a VM's texts is its definition.
#include "inventory/ledger_entries.hpp"

#include <algorithm>

namespace haxen::inventory {

namespace {

template <class Map>
typename Map::mapped_type found(const Map& map, const VmUuid& vm) {
  const auto it = map.find(vm);
  return it == map.end() ? typename Map::mapped_type{} : it->second;
}

// The nodes speak at different moments: where nobody sends it any more, it was handed over in between.
bool has_arrived(const model::Fleet& fleet, const model::Vm& vm) {
  return fleet.absent.empty() && std::ranges::none_of(fleet.vms, [&](const model::Vm& other) {
           return other.uuid == vm.uuid && other.node != vm.node && model::is_active(other.state);
         });
}

// With a post-copy that broke off as well it is the sender that has its definition.
bool is_arriving(const model::Vm& vm) {
  return is_receiving(vm) || (vm.torn && vm.pending && vm.pending->to == vm.node);
}

model::LedgerVm entry_of(const model::Vm& vm, const virt::Observation& seen, model::WallTime now) {
  model::LedgerVm entry{vm, found(seen.statements, vm.uuid), {}, {}, now};
  auto& text = model::is_active(vm.state) ? entry.running : entry.definition;
  text = found(seen.texts, vm.uuid);
  return entry;
}

model::LedgerNode* node_called(std::vector<model::LedgerNode>& entries, const NodeName& name) {
  const auto it = std::ranges::find_if(entries, [&](const auto& each) { return each.node.name == name; });
  return it == entries.end() ? nullptr : &*it;
}

using Place = std::vector<model::LedgerVm>::iterator;

Place place_of(model::LedgerNode& entry, const VmUuid& vm) {
  return std::ranges::find_if(entry.vms, [&](const auto& each) { return each.vm.uuid == vm; });
}

void follow(std::vector<model::LedgerNode>& entries, const model::Move& move) {
  auto* const from = node_called(entries, move.from);
  auto* const to = node_called(entries, move.to);
  if (from == nullptr || to == nullptr) return;
  const auto place = place_of(*from, move.vm);
  if (place == from->vms.end()) return;
  auto vm = std::move(*place);
  from->vms.erase(place);
  vm.vm.node = move.to;
  if (const auto former = place_of(*to, move.vm); former != to->vms.end()) to->vms.erase(former);
  to->vms.push_back(std::move(vm));
}

void turn_off(std::vector<model::LedgerNode>& entries, const model::ShutDown& shut_down) {
  auto* const node = node_called(entries, shut_down.node);
  if (node == nullptr) return;
  const auto place = place_of(*node, shut_down.vm);
  if (place == node->vms.end()) return;
  place->vm.state = model::VmState::shut_off;
  place->running.clear();
}

// Where it was started is told by the next look; what was lost is not to be started once more before that.
void settle_down(std::vector<model::LedgerNode>& entries, const model::Start& start, model::VmState state,
                 model::WallTime now) {
  auto* const node = node_called(entries, start.vm.node);
  if (node == nullptr) return;
  if (const auto former = place_of(*node, start.vm.uuid); former != node->vms.end()) node->vms.erase(former);
  model::LedgerVm entry{start.vm, {}, start.definition, {}, now};
  entry.vm.state = state;
  entry.vm.pending.reset();
  node->vms.push_back(std::move(entry));
}

}  // namespace

std::vector<model::LedgerNode> ledger_entries(const model::Fleet& fleet,
                                              const std::map<NodeName, Answer>& answers,
                                              model::WallTime now) {
  std::map<NodeName, model::LedgerNode> entries;
  for (const auto& node : fleet.nodes) entries[node.name] = {node, {}, now};
  for (const auto& vm : fleet.vms)
    // What a migration has not handed over yet ends with its sender, which speaks for the VM.
    if (!is_arriving(vm) || has_arrived(fleet, vm))
      entries.at(vm.node).vms.push_back(entry_of(vm, *answers.at(vm.node).seen, now));
  std::vector<model::LedgerNode> all;
  for (auto& [name, entry] : entries) all.push_back(std::move(entry));
  return all;
}

std::vector<model::LedgerNode> after(std::vector<model::LedgerNode> entries, const model::Outcome& outcome) {
  for (const auto& each : outcome.moves)
    if (each.result == model::MoveResult::moved) follow(entries, each.move);
  for (const auto& each : outcome.shut_downs)
    if (each.result == model::ShutDownResult::off || each.result == model::ShutDownResult::saved)
      turn_off(entries, each.shut_down);
  for (const auto& each : outcome.starts) {
    const auto now = entries.empty() ? model::WallTime{} : entries.front().seen;
    if (each.result == model::StartResult::running)
      settle_down(entries, each.start, model::VmState::running, now);
    else if (each.result == model::StartResult::defined)
      settle_down(entries, each.start, model::VmState::shut_off, now);
  }
  return entries;
}

}  // namespace haxen::inventory
