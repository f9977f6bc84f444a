// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a simulated node.
#include "simulation/machine.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace haxen::simulation {

Machine::~Machine() = default;

Domain* Machine::find(const VmUuid& vm) {
  const auto found = domains.find(vm);
  return found == domains.end() ? nullptr : &found->second;
}

Bytes Machine::memory_taken() const {
  Bytes taken;
  for (const auto& [vm, domain] : domains) {
    if (domain.qemu) taken += model::footprint(ground_.vms.at(vm).vm);
  }
  return taken;
}

void Machine::tidy(const VmUuid& vm) {
  const auto* domain = find(vm);
  if (domain != nullptr && !domain->persistent && !domain->qemu && !domain->job) domains.erase(vm);
}

void Machine::qemu_gone(Qemu& qemu, const std::string& cause) {
  const auto active = [&](const auto& entry) {
    const auto* domain = entry.second->find(qemu.vm());
    return domain != nullptr && domain->qemu && domain->qemu->alive();
  };
  const bool another = std::ranges::any_of(ground_.machines, active);
  ground_.witness.gone(qemu.vm(), name(), another ? Witness::Remains::another_copy : Witness::Remains::none,
                       cause);
  if (qemu.stopped_for() != Qemu::Stop::incoming) ground_.witness.departed(qemu.vm(), name(), cause);
  auto* domain = find(qemu.vm());
  if (domain == nullptr || domain->qemu.get() != &qemu) return;
  domain->qemu.reset();
  domain->shutting_down = false;
  if (daemon) daemon->guest_gone(qemu.vm());
}

void Machine::memory_moved(const VmUuid& vm) {
  if (daemon) daemon->end_unattended(vm);
}

void Machine::start_daemon() {
  daemon = std::make_shared<Daemon>(ground_, *this);
  daemon->recover();
}

void Machine::kill_daemon() {
  if (!daemon) return;
  const auto dying = std::exchange(daemon, nullptr);
  dying->die();
  leaving.reset();
}

void Machine::restart_daemon() {
  if (!daemon) return;
  kill_daemon();
  ground_.witness.say(fmt::format("{}: the daemon is killed", name()));
  ground_.later(ground_.work(ground_.setup.timings.daemon_restart), [this] {
    if (daemon || !powered_) return;
    ground_.witness.say(fmt::format("{}: the daemon is back", name()));
    start_daemon();
  });
}

void Machine::cut_power() {
  if (!powered_) return;
  powered_ = false;
  ground_.witness.say(fmt::format("{}: the power is cut", name()));
  ground_.network.darken(site());
  kill_daemon();
  std::vector<std::shared_ptr<Qemu>> running;
  for (const auto& [vm, domain] : domains) {
    if (domain.qemu) running.push_back(domain.qemu);
  }
  for (const auto& qemu : running) qemu->quit("its node lost its power");
  // The run-time state is on a tmpfs: nothing is left of what was under way.
  for (auto& [vm, domain] : domains) domain.job.reset();
  std::erase_if(domains, [](const auto& entry) { return !entry.second.persistent; });
}

void Machine::restore_power() {
  if (powered_) return;
  powered_ = true;
  ground_.witness.say(fmt::format("{}: the power is back", name()));
  ground_.network.lighten(site());
  shut = ground_.setup.guards;
  ground_.later(ground_.work(ground_.setup.timings.daemon_restart), [this] {
    if (daemon || !powered_) return;
    start_daemon();
    if (ground_.setup.autostart) daemon->start_by_itself();
  });
}

}  // namespace haxen::simulation
