// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a daemon does with migrations whose asker is gone, and with those that its former life left
// behind; after qemuMigrationSrcCleanup and qemuProcessRecoverMigration of libvirt 9.0.
#include <utility>
#include <vector>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

void Daemon::client_gone(const Connection& line) {
  std::vector<VmUuid> orphans;
  for (const auto& [vm, domain] : machine_.domains) {
    if (domain.job && domain.job->owner.lock().get() == &line) orphans.push_back(vm);
  }
  for (const auto& vm : orphans) {
    const auto& job = *machine_.domains.at(vm).job;
    if (job.kind == model::JobKind::migration_in) {
      discard_incoming(vm, "who had it come is gone");
    } else {
      // After perform nobody here knows whether the target runs it: it stays paused, for somebody else to
      // decide.
      if (job.phase == JobPhase::performed)
        ground_.witness.say(machine_.name(), vm, "left paused: who moved it is gone");
      end_job(vm);
    }
  }
}

void Daemon::recover() {
  std::vector<VmUuid> known;
  for (const auto& [vm, domain] : machine_.domains) known.push_back(vm);
  for (const auto& vm : known) {
    auto* domain = machine_.find(vm);
    if (domain == nullptr) continue;
    // libvirt 9.0.0 ends what "wasn't fully started yet".
    if (std::exchange(domain->starting, false) && domain->qemu)
      std::shared_ptr(domain->qemu)->quit("its daemon came back while it was being started");
    if (!domain->job) {
      machine_.tidy(vm);
    } else if (!domain->qemu) {
      end_job(vm);
    } else if (domain->job->kind == model::JobKind::migration_in) {
      recover_incoming(vm);
    } else {
      recover_outgoing(vm);
    }
  }
}

void Daemon::recover_incoming(const VmUuid& vm) {
  const auto qemu = machine_.domains.at(vm).qemu;
  if (qemu->running() && qemu->loaded()) {
    end_job(vm);
  } else if (qemu->running() || qemu->lacks_memory()) {
    leave_unattended(vm, qemu->running() ? Belief::goes_on : Belief::broken);
  } else {
    discard_incoming(vm, "the daemon came back in the middle of its migration");
  }
}

// It has no way back, and ends by itself or never: whoever is to decide about it is told by its job.
void Daemon::leave_unattended(const VmUuid& vm, Belief belief) {
  auto* known = machine_.find(vm);
  if (known == nullptr || !known->job) return;
  known->job->phase = JobPhase::unattended;
  known->job->called_broken = belief == Belief::broken;
  known->job->owner.reset();
  known->job->bell.reset();
  end_unattended(vm);
}

// Whether its definition was to go is known to whoever drove it only: it stays.
void Daemon::end_unattended(const VmUuid& vm) {
  const auto* known = machine_.find(vm);
  if (known == nullptr || !known->qemu || !known->job || known->job->phase != JobPhase::unattended) return;
  const auto qemu = known->qemu;
  if (known->job->kind == model::JobKind::migration_in) {
    if (qemu->loaded()) end_job(vm);
    return;
  }
  const bool is_over = qemu->outgoing() && qemu->outgoing()->state() == Precopy::State::completed;
  if (is_over && qemu->stopped_for() == Qemu::Stop::postcopy) qemu->quit("moved away");
}

void Daemon::recover_outgoing(const VmUuid& vm) {
  const auto qemu = machine_.domains.at(vm).qemu;
  const auto& job = *machine_.domains.at(vm).job;
  if (qemu->has_gone_over() && job.phase != JobPhase::confirming) {
    const bool broken = job.called_broken || qemu->stopped_for() == Qemu::Stop::postcopy_failed;
    leave_unattended(vm, broken ? Belief::broken : Belief::goes_on);
    return;
  }
  switch (job.phase) {
    case JobPhase::begun:
    case JobPhase::prepared:
    case JobPhase::finishing:
    case JobPhase::unattended: break;
    case JobPhase::performing:
      if (qemu->outgoing()) qemu->outgoing()->cancel();
      resume_source(vm, "the daemon came back in the middle of its migration");
      break;
    case JobPhase::performed:
      ground_.witness.say(machine_.name(), vm,
                          "left paused: the daemon cannot know whether the target runs it");
      break;
    case JobPhase::confirming_cancelled: resume_source(vm, "its migration failed"); break;
    case JobPhase::confirming: qemu->quit("moved away"); break;
  }
  end_job(vm);
}

}  // namespace haxen::simulation
