// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a fleet looks like once a move has ended well.
#include <algorithm>
#include <cassert>
#include <tuple>

#include "model/fleet.hpp"

namespace haxen::model {
namespace {

auto rank(const Vm& vm) { return std::tie(vm.node, vm.name, vm.uuid); }

void give(Node& node, const Vm& vm) {
  if (node.memory_free) node.memory_free = less(*node.memory_free, footprint(vm));
  if (node.cpu_used && vm.cpu_used) *node.cpu_used += *vm.cpu_used;
}

void take(Node& node, const Vm& vm) {
  if (node.memory_free) *node.memory_free += footprint(vm);
  if (node.cpu_used && vm.cpu_used) node.cpu_used = std::max(0.0, *node.cpu_used - *vm.cpu_used);
}

void settle(Vm& vm, const Move& move) {
  if (!vm.origin) vm.origin = move.from;
  if (*vm.origin == move.to) vm.origin.reset();
  vm.node = move.to;
  vm.pending.reset();
  vm.job.reset();
}

void carry_out(Fleet& fleet, const Move& move) {
  assert(move.from != move.to);
  // A migration that was under way may have its receiving end in the fleet already.
  std::erase_if(fleet.vms, [&](const Vm& vm) { return vm.uuid == move.vm && vm.node == move.to; });
  const auto found = std::ranges::find_if(
      fleet.vms, [&](const Vm& vm) { return vm.uuid == move.vm && vm.node == move.from; });
  assert(found != fleet.vms.end());
  if (found == fleet.vms.end()) return;
  for (Node& node : fleet.nodes) {
    if (!is_active(found->state)) break;  // a definition holds nothing
    if (node.name == move.from) take(node, *found);
    if (node.name == move.to) give(node, *found);
  }
  settle(*found, move);
}

}  // namespace

Fleet apply(Fleet fleet, std::span<const Move> moves) {
  for (const Move& move : moves) carry_out(fleet, move);
  std::ranges::sort(fleet.vms, [](const Vm& a, const Vm& b) { return rank(a) < rank(b); });
  return fleet;
}

Fleet apply(Fleet fleet, const Move& move) { return apply(std::move(fleet), std::span(&move, 1)); }

}  // namespace haxen::model
