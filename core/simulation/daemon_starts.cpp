// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a daemon defines, starts and forgets VMs.
#include <algorithm>
#include <fmt/format.h>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

Result<void> Daemon::require_memory(const VmUuid& vm) const {
  const auto memory = model::footprint(ground_.vms.at(vm).vm);
  const auto total = machine_.facts.memory_total;
  const bool full = total.count > 0 && machine_.memory_taken() + memory > total;
  if (!full && ground_.loop.now() >= machine_.memory_short_until) return {};
  return fault(FaultKind::failed, fmt::format("node '{}': cannot allocate memory", machine_.name()));
}

Task<Result<void>> Daemon::define(virt::Definition definition) {
  co_await work(ground_.setup.timings.answer);
  const auto& vm = definition.vm;
  const auto is_taken = [&](const auto& entry) {
    return entry.first == vm.uuid || ground_.vms.at(entry.first).vm.name == vm.name;
  };
  if (const auto* known = machine_.find(vm.uuid);
      known != nullptr && known->notes.pending && known->notes.pending == definition.notes.pending)
    co_return Result<void>{};
  if (std::ranges::any_of(machine_.domains, is_taken))
    co_return fault(FaultKind::exists, fmt::format("node '{}': its UUID or name is taken", machine_.name()));
  const auto profile = ground_.setup.guests.find(vm.uuid);
  const auto guest = profile == ground_.setup.guests.end() ? ground_.setup.other_guests : profile->second;
  ground_.vms.try_emplace(vm.uuid, VmFacts{vm, guest});
  ground_.witness.name(vm.uuid, vm.name);
  auto& known = machine_.domains[vm.uuid];
  known.persistent = true;
  known.notes = definition.notes;
  ground_.witness.say(machine_.name(), vm.uuid, "defined");
  co_return Result<void>{};
}

Result<void> Daemon::require_admission() const {
  if (!machine_.shut) return {};
  return fault(
      FaultKind::failed,
      fmt::format("node '{}': its guard lets no VM start: this boot is not admitted", machine_.name()));
}

void Daemon::start_by_itself() {
  for (auto& [vm, known] : machine_.domains) {
    if (!known.autostart || known.qemu) continue;
    if (!require_admission()) {
      ground_.witness.say(machine_.name(), vm, "is not let start by itself");
      continue;
    }
    known.qemu = std::make_shared<Qemu>(ground_, machine_.name(), vm, Qemu::Stop::asked);
    known.qemu->start_cpus("started by itself");
  }
}

Task<Result<void>> Daemon::start(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (auto admitted = require_admission(); !admitted) co_return admitted;
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  if ((*domain(vm))->qemu) co_return Result<void>{};
  if (auto enough = require_memory(vm); !enough) co_return enough;
  const auto qemu = std::make_shared<Qemu>(ground_, machine_.name(), vm, Qemu::Stop::asked);
  (*domain(vm))->qemu = qemu;
  (*domain(vm))->starting = true;
  co_await work(ground_.setup.timings.prepare);
  if (!qemu->alive())
    co_return fault(FaultKind::failed, fmt::format("node '{}': the process quit", machine_.name()));
  if (auto* known = machine_.find(vm)) known->starting = false;
  qemu->start_cpus("started as asked");
  co_return Result<void>{};
}

}  // namespace haxen::simulation
