// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a definition is nobody's any more.
#include "executor/leftover.hpp"

#include <fmt/format.h>

namespace haxen::executor {

namespace {

bool is_at_rest(const virt::Presence& seen) { return seen.defined && !seen.incoming && !seen.job; }

bool is_kept(const virt::Presence& seen) {
  return is_at_rest(seen) && seen.persistent &&
         (seen.state == model::VmState::running || seen.state == model::VmState::shut_off);
}

}  // namespace

Task<std::vector<std::string>> remove_leftover(Connections& connections, VmUuid vm, NodeName node,
                                               NodeName kept_on) {
  std::vector<std::string> told;
  const auto there = co_await connections.look(kept_on, vm);
  if (!there || !is_kept(*there)) co_return told;
  const auto here = co_await connections.look(node, vm);
  if (!here || !is_at_rest(*here) || model::is_active(here->state)) co_return told;
  const auto removed = co_await connections.undefine(node, vm);
  auto what = fmt::format("its migration had left a definition of it on {}", node);
  if (removed) {
    what += ", which was removed";
  } else {
    what += ", which cannot be removed: " + removed.error().message;
  }
  told.push_back(std::move(what));
  co_return told;
}

std::vector<NodeName> former_ends(const model::Vm& vm, const model::Move& move) {
  std::vector<NodeName> ends;
  if (!vm.pending) return ends;
  for (const auto* end : {&vm.pending->from, &vm.pending->to})
    if (*end != move.from && *end != move.to) ends.push_back(*end);
  return ends;
}

}  // namespace haxen::executor
