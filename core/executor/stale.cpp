// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when a definition is no more than what was left of a VM.
#include "executor/stale.hpp"

#include <fmt/format.h>
#include <set>
#include <tuple>

namespace haxen::executor {

namespace {

std::set<std::tuple<model::DiskKind, std::string, std::string>> disks(const model::Vm& vm) {
  std::set<std::tuple<model::DiskKind, std::string, std::string>> all;
  // A drive may hold another medium by now.
  for (const auto& disk : vm.disks)
    if (!disk.cdrom) all.emplace(disk.kind, disk.target, disk.source);
  return all;
}

bool is_at_rest(const virt::Presence& seen) { return seen.defined && !seen.incoming && !seen.job; }

bool is_kept(const virt::Presence& seen) {
  return is_at_rest(seen) && seen.persistent &&
         (seen.state == model::VmState::running || seen.state == model::VmState::shut_off);
}

tl::unexpected<Fault> not_so(std::string why) { return fault(FaultKind::failed, std::move(why)); }

}  // namespace

std::string doubt(const model::Vm& definition, const model::Vm& kept) {
  using model::HindranceKind;
  for (const auto& hindrance : definition.hindrances) {
    switch (hindrance.kind) {
      case HindranceKind::managed_save: return "it holds a saved state";
      case HindranceKind::snapshot: return "it has snapshots";
      case HindranceKind::checkpoint: return "it has checkpoints";
      case HindranceKind::storage_unread: return "it could not be understood";
      case HindranceKind::host_device:
      case HindranceKind::block_job:
      case HindranceKind::too_busy:
      case HindranceKind::virtiofs:
      case HindranceKind::shared_memory:
      case HindranceKind::transient_disk:
      case HindranceKind::tpm_state:
      case HindranceKind::nvram_state:
      case HindranceKind::cpu_invtsc:
      case HindranceKind::pinned: break;
    }
  }
  return disks(definition) == disks(kept) ? std::string()
                                          : fmt::format("its disks are not those on {}", kept.node);
}

Task<Result<void>> purge(Connections& connections, VmUuid vm, NodeName node, NodeName kept_on) {
  const auto there = co_await connections.look(kept_on, vm);
  if (!there) co_return tl::unexpected(there.error());
  if (!is_kept(*there)) co_return not_so(fmt::format("{} does not hold it as it did", kept_on));
  const auto here = co_await connections.look(node, vm);
  if (!here) co_return tl::unexpected(here.error());
  if (!here->defined) co_return Result<void>{};
  if (!is_at_rest(*here) || model::is_active(here->state))
    co_return not_so(fmt::format("it is active on {}", node));
  // Should what follows not come to its end, nothing starts it there by itself.
  const auto tamed = co_await connections.clear_autostart(node, vm);
  if (!tamed) co_return tl::unexpected(tamed.error());
  const auto removed = co_await connections.undefine(node, vm);
  if (!removed) co_return tl::unexpected(removed.error());
  const auto after = co_await connections.look(node, vm);
  if (!after) co_return tl::unexpected(after.error());
  if (after->defined) co_return not_so(fmt::format("it was removed from {}, and is still there", node));
  co_return Result<void>{};
}

}  // namespace haxen::executor
