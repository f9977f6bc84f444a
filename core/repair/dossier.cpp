// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how surveys and closer looks add up to what is told of one VM.
#include "repair/dossier.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>
#include <utility>

#include "executor/stranded.hpp"

namespace haxen::repair {

namespace {

using model::Pause;
using model::VmState;

Pause pause_of(const virt::Presence& seen) {
  if (seen.postcopy_failed) return Pause::postcopy_failed;
  if (seen.state == VmState::paused || seen.state == VmState::suspended)
    return seen.paused_by_migration ? Pause::by_migration : Pause::otherwise;
  return seen.state == VmState::unknown ? Pause::untold : Pause::none;
}

void add(const model::Vm& vm, const Knowledge& knowledge, Dossier& dossier) {
  model::Copy copy{vm};
  const auto look = knowledge.looks.find({vm.node, vm.uuid});
  if (look != knowledge.looks.end()) {
    const auto& seen = look->second;
    if (seen && !seen->defined) return;  // gone since the survey
    if (seen) {
      copy.vm.state = seen->state;
      copy.vm.persistent = seen->persistent;
      copy.vm.job = seen->job;
      copy.pause = pause_of(*seen);
      copy.incoming = seen->incoming && seen->state == VmState::paused;
    } else {
      copy.pause = Pause::untold;
      dossier.untold = seen.error().message;
    }
  }
  (model::is_active(copy.vm.state) ? dossier.active : dossier.off).push_back(std::move(copy));
}

}  // namespace

Role role(const model::Copy& copy) {
  if (copy.incoming) return Role::incoming;
  switch (copy.pause) {
    case Pause::none: return Role::runs;
    case Pause::by_migration: return Role::left_paused;
    case Pause::postcopy_failed: return Role::torn;
    case Pause::otherwise: return executor::is_waiting(copy.vm) ? Role::left_paused : Role::stands;
    case Pause::untold: return Role::untold;
  }
  return Role::untold;
}

std::vector<Dossier> dossiers(const Knowledge& knowledge) {
  std::map<VmUuid, Dossier> by_vm;
  for (const auto& vm : knowledge.fleet.vms) {
    auto& dossier = by_vm[vm.uuid];
    dossier.vm = vm.uuid;
    if (dossier.name.empty() || model::is_active(vm.state)) dossier.name = vm.name;
    add(vm, knowledge, dossier);
  }
  std::vector<Dossier> all;
  for (auto& [uuid, dossier] : by_vm) all.push_back(std::move(dossier));
  std::ranges::sort(all, [](const Dossier& a, const Dossier& b) {
    return std::tie(a.name, a.vm) < std::tie(b.name, b.vm);
  });
  return all;
}

model::Anomaly anomaly(const Dossier& of, model::AnomalyKind kind, model::Prospect prospect) {
  model::Anomaly found{kind, prospect, of.vm, of.name, {}, of.active};
  found.copies.insert(found.copies.end(), of.off.begin(), of.off.end());
  std::ranges::stable_sort(found.copies, {}, [](const model::Copy& copy) { return copy.vm.node; });
  return found;
}

model::Anomaly mendable(const Dossier& of, model::AnomalyKind kind, model::RemedyKind remedy,
                        const NodeName& node) {
  auto found = anomaly(of, kind, model::Prospect::mendable);
  found.node = node;
  found.remedy = model::Remedy{remedy, node};
  return found;
}

const model::Copy* sound_copy(const Dossier& of) {
  if (of.active.size() != 1) return nullptr;
  const auto is = role(of.active.front());
  return is == Role::runs || is == Role::stands ? &of.active.front() : nullptr;
}

bool is_silent(const model::Fleet& fleet, const NodeName& node) {
  return std::ranges::find(fleet.absent, node, &model::Absent::name) != fleet.absent.end();
}

std::string outside(const model::Fleet& fleet, const model::PendingMove& move) {
  for (const auto& end : {move.from, move.to})
    if (model::find_node(fleet, end) == nullptr && !is_silent(fleet, end))
      return fmt::format("{} is not in the fleet file, and was not asked", end);
  return {};
}

}  // namespace haxen::repair
