// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a move changes beside a VM's node, and how to put it back.
#include "executor/aftercare.hpp"

#include "executor/images.hpp"

namespace haxen::executor {

bool is_fine(const Result<void>& done) { return done || done.error().kind == FaultKind::unsupported; }

Task<std::vector<std::string>> put_right(Connections& connections, NodeName node, VmUuid vm,
                                         OwnersSettings settings) {
  std::vector<std::string> failed;
  if (const auto limit = settings.downtime_limit; limit > Milliseconds(0)) {
    const auto set = co_await connections.set_downtime_limit(node, vm, limit);
    if (!is_fine(set))
      failed.push_back("its former downtime limit could not be put back: " + set.error().message);
  }
  if (settings.autostart) {
    const auto set = co_await connections.set_autostart(node, vm);
    if (!is_fine(set)) failed.push_back("its autostart could not be put back: " + set.error().message);
  }
  const auto notes = settings.notes;
  const auto noted = co_await connections.write_notes(node, vm, notes);
  if (!is_fine(noted))
    failed.push_back("its notes could not be brought up to date: " + noted.error().message);
  co_return failed;
}

virt::Notes notes_at_rest(std::optional<NodeName> origin, const NodeName& node) {
  virt::Notes notes;
  if (origin && *origin != node) notes.origin = std::move(origin);
  return notes;
}

Task<std::vector<std::string>> settle(Connections& connections, model::Vm vm) {
  OwnersSettings settings;
  settings.notes = notes_at_rest(vm.origin, vm.node);
  settings.notes.moved = vm.moved;
  if (vm.pending) {
    // What is off has no downtime limit.
    if (is_active(vm.state)) settings.downtime_limit = vm.pending->former_downtime;
    settings.autostart = vm.pending->autostart;
  }
  auto failed = co_await remove_remnants(connections, vm);
  // What is still there must not be forgotten.
  if (!failed.empty()) settings.notes.pending = vm.pending;
  const auto more = co_await put_right(connections, vm.node, vm.uuid, settings);
  failed.insert(failed.end(), more.begin(), more.end());
  co_return failed;
}

}  // namespace haxen::executor
