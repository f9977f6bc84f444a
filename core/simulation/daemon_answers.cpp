// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a daemon's answers and small changes: everything but migrations.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "simulation/daemon.hpp"
#include "simulation/domain_text.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

namespace {

model::VmState state_of(const Domain& domain) {
  if (!domain.qemu) return model::VmState::shut_off;
  // libvirt leaves it running; its CPUs wait for the memory that they touch.
  if (!domain.qemu->running() && !domain.qemu->lacks_memory()) return model::VmState::paused;
  return domain.shutting_down ? model::VmState::shutting_down : model::VmState::running;
}

std::optional<model::Job> job_of(const Domain& domain) {
  if (!domain.job) return std::nullopt;
  return model::Job{domain.job->kind};
}

virt::Capabilities capabilities_of(model::Hypervisor hypervisor) {
  switch (hypervisor) {
    case model::Hypervisor::unknown:
    case model::Hypervisor::qemu: return {true, true, true, true, true, true};
    case model::Hypervisor::xen: return {.live_migration = true, .peer_to_peer = true};
    case model::Hypervisor::test: break;
  }
  return {};
}

tl::unexpected<haxen::Fault> unsupported(const NodeName& node, const char* what) {
  return fault(FaultKind::unsupported, fmt::format("node '{}': its hypervisor has no {}", node, what));
}

}  // namespace

model::Vm Daemon::tell(const VmUuid& vm, const Domain& domain) const {
  auto told = ground_.vms.at(vm).vm;
  told.node = machine_.name();
  told.state = state_of(domain);
  told.persistent = domain.persistent;
  told.autostart = domain.autostart;
  told.origin = domain.notes.origin;
  told.pending = domain.notes.pending;
  told.moved = domain.notes.moved;
  told.job = job_of(domain);
  told.torn = is_torn(domain);
  if (domain.saved) told.hindrances.push_back({model::HindranceKind::managed_save, ""});
  if (!domain.qemu) told.cpu_used.reset();
  return told;
}

Task<Result<virt::Observation>> Daemon::observe() {
  co_await work(ground_.setup.timings.answer);
  virt::Observation seen;
  seen.node = machine_.facts;
  seen.node.mark = mark_of(machine_);
  if (machine_.facts.memory_total.count > 0) {
    seen.node.memory_free = less(machine_.facts.memory_total, machine_.memory_taken());
  }
  for (const auto& [vm, domain] : machine_.domains) {
    seen.vms.push_back(tell(vm, domain));
    const auto& facts = seen.vms.back();
    seen.texts.emplace(vm, domain.qemu ? running_text(facts) : definition_text(facts));
  }
  seen.capabilities = capabilities_of(machine_.facts.hypervisor);
  co_return seen;
}

Task<Result<model::CpuFit>> Daemon::judge_cpu(std::string cpu) {
  co_await work(ground_.setup.timings.answer);
  const auto known = machine_.facts.cpu_fit.find(cpu);
  if (cpu.empty()) co_return model::CpuFit::fit;
  co_return known == machine_.facts.cpu_fit.end() ? model::CpuFit::unknown : known->second;
}

Task<Result<virt::Presence>> Daemon::look(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  virt::Presence seen;
  if (const auto* domain = machine_.find(vm)) {
    const auto stopped = domain->qemu ? domain->qemu->stopped_for() : Qemu::Stop::none;
    seen.defined = true;
    seen.persistent = domain->persistent;
    seen.state = state_of(*domain);
    seen.incoming = stopped == Qemu::Stop::incoming;
    seen.paused_by_migration = stopped == Qemu::Stop::migration || stopped == Qemu::Stop::incoming;
    seen.postcopy_failed = is_torn(*domain);
    seen.job = job_of(*domain);
  }
  co_return seen;
}

Task<Result<virt::Notes>> Daemon::read_notes(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  const auto found = domain(vm);
  if (!found) co_return tl::unexpected(found.error());
  co_return (*found)->notes;
}

Task<Result<void>> Daemon::write_notes(VmUuid vm, virt::Notes notes) {
  co_await work(ground_.setup.timings.answer);
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  (*domain(vm))->notes = notes;
  co_return Result<void>{};
}

Task<Result<Milliseconds>> Daemon::downtime_limit(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (machine_.facts.hypervisor == model::Hypervisor::xen)
    co_return unsupported(machine_.name(), "downtime limit");
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  co_return (*qemu)->downtime_limit();
}

Task<Result<void>> Daemon::set_downtime_limit(VmUuid vm, Milliseconds limit) {
  co_await work(ground_.setup.timings.answer);
  if (machine_.facts.hypervisor == model::Hypervisor::xen)
    co_return unsupported(machine_.name(), "downtime limit");
  if (limit.count() <= 0) co_return fault(FaultKind::failed, "a downtime limit must be above zero");
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  (*qemu)->set_downtime_limit(limit);
  co_return Result<void>{};
}

Task<Result<bool>> Daemon::autostart(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  const auto found = domain(vm);
  if (!found) co_return tl::unexpected(found.error());
  co_return (*found)->autostart;
}

Task<Result<void>> Daemon::set_autostart(VmUuid vm, bool on) {
  co_await work(ground_.setup.timings.answer);
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  auto* const known = *domain(vm);
  if (!known->persistent) {
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': a transient domain cannot start by itself", machine_.name()));
  }
  known->autostart = on;
  co_return Result<void>{};
}

Task<Result<model::JobSample>> Daemon::job(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (machine_.facts.hypervisor == model::Hypervisor::xen)
    co_return unsupported(machine_.name(), "job statistics");
  const auto found = domain(vm);
  if (!found) co_return tl::unexpected(found.error());
  model::JobSample sample;
  sample.at = loop.now();
  sample.finished = !(*found)->job.has_value();
  const auto& qemu = (*found)->qemu;
  const bool follows = qemu && qemu->outgoing() && qemu->outgoing()->state() == Precopy::State::postcopy;
  const bool sends = (*found)->job && ((*found)->job->phase == JobPhase::performing || follows);
  if (!sends || !qemu || !qemu->outgoing()) co_return sample;
  sample = qemu->outgoing()->sample();
  sample.finished = false;
  co_return sample;
}

Task<Result<void>> Daemon::abort_job(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (machine_.facts.hypervisor == model::Hypervisor::xen) co_return unsupported(machine_.name(), "abort");
  const auto found = domain(vm);
  if (!found) co_return tl::unexpected(found.error());
  auto& job = (*found)->job;
  if (!job) co_return fault(FaultKind::failed, fmt::format("node '{}': no job is active", machine_.name()));
  if (job->kind == model::JobKind::migration_in) {
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': an incoming migration cannot be aborted", machine_.name()));
  }
  const auto& qemu = (*found)->qemu;
  if (qemu && qemu->has_gone_over()) {
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': a post-copy cannot be aborted", machine_.name()));
  }
  job->abort_asked = true;
  if (job->bell) job->bell->ring();
  co_return Result<void>{};
}

Task<Result<void>> Daemon::start_postcopy(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  const auto& job = (*domain(vm))->job;
  if (!job || job->phase != JobPhase::performing || !(*qemu)->go_postcopy()) {
    co_return fault(
        FaultKind::failed,
        fmt::format("node '{}': post-copy can only be started while a migration that may do so copies",
                    machine_.name()));
  }
  co_return Result<void>{};
}

Task<Result<std::map<VmUuid, virt::MemoryUse>>> Daemon::memory_use(std::vector<VmUuid> vms) {
  co_await work(std::chrono::seconds(1));
  std::map<VmUuid, virt::MemoryUse> uses;
  if (machine_.facts.hypervisor == model::Hypervisor::xen) co_return uses;
  for (const auto& vm : vms) {
    const auto* known = machine_.find(vm);
    if (known == nullptr || !known->qemu || !known->qemu->running()) continue;
    const auto& [facts, guest] = ground_.vms.at(vm);
    // In one second a small working set is written over and over, and counts once.
    const auto most = guest.working_set.count > 0 ? guest.working_set : facts.memory;
    uses[vm] = {facts.memory,
                Bandwidth{std::min(guest.dirty_rate.bytes_per_second, static_cast<double>(most.count))}};
  }
  co_return uses;
}

Task<Result<std::optional<Seconds>>> Daemon::completed_downtime(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  const auto found = domain(vm);
  if (!found) co_return tl::unexpected(found.error());
  if (machine_.facts.hypervisor == model::Hypervisor::xen) co_return std::optional<Seconds>{};
  co_return (*found)->completed_downtime;
}

}  // namespace haxen::simulation
