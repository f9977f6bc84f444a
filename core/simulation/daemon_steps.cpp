// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a daemon's part in each step of a migration, after libvirt 9.0's src/qemu/qemu_migration.c.
#include <fmt/format.h>
#include <utility>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"
#include "simulation/steps.hpp"

namespace haxen::simulation {

Task<Result<Ticket>> Daemon::begin(virt::MigrationRequest request, Line owner) {
  const auto vm = request.vm;
  if (request.offline) co_return co_await begin_offline(request);
  if (request.to == machine_.name())
    co_return fault(FaultKind::failed, "source and target are the same host");
  if (auto claimed = co_await claim(vm); !claimed) co_return tl::unexpected(claimed.error());
  auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  if (auto safe = may_send_disks(request); !safe) co_return tl::unexpected(safe.error());
  auto* known = *domain(vm);
  known->job = JobRecord{.limit_at_start = (*qemu)->downtime_limit()};
  if (request.route == virt::Route::managed_direct) known->job->owner = owner;

  Ticket ticket{.request = request, .from = machine_.name(), .asker = owner ? owner->client() : Site()};
  co_await work(ground_.setup.timings.begin / 2);
  co_await pass(ground_, loop, step_of(ticket, Moment::at, Phase::begin));
  co_await work(ground_.setup.timings.begin / 2);
  qemu = active(vm);
  if (!qemu) {
    end_job(vm);
    co_return tl::unexpected(qemu.error());
  }
  known = *domain(vm);
  ticket.notes = known->notes;
  ticket.persistent = request.persistent;
  ticket.paused = !(*qemu)->running();
  co_await pass(ground_, loop, step_of(ticket, Moment::replying, Phase::begin));
  co_return ticket;
}

Result<void> Daemon::receive(const Ticket& ticket, const Line& owner) {
  const auto& vm = ticket.request.vm;
  if (const auto* known = machine_.find(vm); known != nullptr && (known->qemu || known->job)) {
    return fault(FaultKind::failed, fmt::format("node '{}': the domain is already active", machine_.name()));
  }
  if (auto enough = require_memory(vm); !enough) return enough;
  if (auto found = may_receive_disks(ticket.request); !found) return found;
  auto& domain = machine_.domains[vm];
  domain.qemu = std::make_shared<Qemu>(ground_, machine_.name(), vm, Qemu::Stop::incoming);
  domain.job = JobRecord{.kind = model::JobKind::migration_in, .phase = JobPhase::prepared, .owner = owner};
  domain.completed_downtime.reset();
  ground_.witness.say(machine_.name(), vm, "a receiving process is started");
  return {};
}

Task<Result<void>> Daemon::prepare(Ticket ticket, Line owner) {
  const auto vm = ticket.request.vm;
  co_await work(ground_.setup.timings.answer);
  if (ticket.request.offline) co_return Result<void>{};
  if (auto admitted = require_admission(); !admitted) co_return admitted;
  if (auto received = receive(ticket, owner); !received) co_return received;
  co_await work(ground_.setup.timings.prepare / 2);
  co_await pass(ground_, loop, step_of(ticket, Moment::at, Phase::prepare));
  co_await work(ground_.setup.timings.prepare / 2);
  if (!active(vm)) {
    co_return fault(FaultKind::failed, fmt::format("node '{}': the receiving process quit", machine_.name()));
  }
  co_await pass(ground_, loop, step_of(ticket, Moment::replying, Phase::prepare));
  co_return Result<void>{};
}

Task<Result<void>> Daemon::perform(Ticket ticket, Line peer) {
  const auto vm = ticket.request.vm;
  if (ticket.request.offline) co_return Result<void>{};
  const auto qemu = active(vm);
  if (!qemu || !(*domain(vm))->job) {
    end_job(vm);
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': the domain is not being migrated", machine_.name()));
  }
  const auto bell = std::make_shared<Bell>(loop);
  auto& record = *(*domain(vm))->job;
  record.phase = JobPhase::performing;
  record.bell = bell;
  if (peer) peer->tell(bell);
  auto sent = co_await send_memory(ticket, *qemu, peer, bell);
  if (!sent) {
    if ((*qemu)->has_gone_over()) {
      leave_unattended(vm, Belief::broken);
    } else {
      end_job(vm);
    }
    co_return sent;
  }
  (*domain(vm))->job->phase = JobPhase::performed;
  co_await pass(ground_, loop, step_of(ticket, Moment::replying, Phase::perform));
  co_return Result<void>{};
}

// Until it returns, nobody but this ends the job: what happens meanwhile is told by ringing the bell.
Task<Result<void>> Daemon::send_memory(Ticket ticket, std::shared_ptr<Qemu> qemu, Line peer,
                                       std::shared_ptr<Bell> bell) {
  auto* const target = ground_.machine(ticket.request.to).find(ticket.request.vm);
  if (target == nullptr || !target->qemu || target->qemu->stopped_for() != Qemu::Stop::incoming) {
    co_await work(ground_.setup.timings.answer);
    co_return fault(FaultKind::failed, "cannot connect to the receiving process: connection refused");
  }
  const auto& request = ticket.request;
  const bool may_postcopy = request.may_postcopy && request.route == virt::Route::peer_to_peer;
  qemu->send_to(target->qemu, {bytes_of_disks(request), request.may_throttle, may_postcopy}, bell);
  const auto stream = qemu->outgoing();
  const auto receiver = target->qemu;
  bool aborted = false;
  Bell& rung = *bell;
  while (stream->under_way() && !receiver->can_run()) {
    aborted = (*domain(ticket.request.vm))->job->abort_asked;
    const bool is_deaf =
        stream->state() == Precopy::State::postcopy || stream->state() == Precopy::State::stuck;
    if (!is_deaf && aborted) {
      stream->abort();
    } else if (!is_deaf && peer && !peer->open_at_client()) {
      stream->cancel();
    } else {
      co_await rung;
    }
  }
  const bool is_there = stream->state() == Precopy::State::completed ||
                        (stream->state() == Precopy::State::postcopy && receiver->can_run());
  if (is_there && qemu->alive()) co_return Result<void>{};
  if (!qemu->alive()) co_return fault(FaultKind::failed, "the domain is not running any more");
  if (aborted) co_return fault(FaultKind::aborted, "the migration was aborted");
  if (peer && !peer->open_at_client())
    co_return fault(FaultKind::failed, "lost connection to destination host");
  co_return fault(FaultKind::failed, "the migration stream broke");
}

void Daemon::discard_incoming(const VmUuid& vm, const std::string& why) {
  auto* known = machine_.find(vm);
  if (known == nullptr) return;
  if (known->qemu) known->qemu->quit(why);
  end_job(vm);
  machine_.tidy(vm);
}

// The last look before the guest runs here: from now on only its own end ends it.
Result<void> Daemon::take_over(const Ticket& ticket) {
  const auto& vm = ticket.request.vm;
  auto* known = machine_.find(vm);
  if (known == nullptr || !known->qemu || !known->qemu->can_run()) {
    discard_incoming(vm, "it has not received all memory");
    return fault(FaultKind::failed, fmt::format("node '{}': the guest unexpectedly quit", machine_.name()));
  }
  const auto downtime = ground_.loop.now() - known->qemu->guest_stopped();
  if (ticket.paused || ticket.request.held) {
    known->qemu->stop_cpus(Qemu::Stop::asked, ticket.paused ? "as it was before it moved" : "as asked");
  } else {
    known->qemu->start_cpus("moved here");
  }
  // Of a post-copy libvirt tells none.
  if (!ticket.paused && known->qemu->loaded()) known->completed_downtime = downtime;
  return {};
}

// A post-copy's end is waited for where the guest runs.
Task<Result<void>> Daemon::await_memory(VmUuid vm) {
  constexpr auto glance = std::chrono::milliseconds(50);
  auto qemu = active(vm);
  while (qemu && !(*qemu)->loaded() && (*qemu)->stopped_for() != Qemu::Stop::postcopy_failed) {
    co_await loop.sleep(glance);
    qemu = active(vm);
  }
  const bool is_whole = qemu && (*qemu)->loaded();
  if (is_whole || !qemu) {
    end_job(vm);
  } else {
    leave_unattended(vm, Belief::broken);
  }
  if (is_whole) co_return Result<void>{};
  co_return fault(
      FaultKind::failed,
      fmt::format("node '{}': the post-copy broke off before all memory was here", machine_.name()));
}

Task<Result<void>> Daemon::finish(Ticket ticket, SoFar so_far) {
  const auto vm = ticket.request.vm;
  co_await work(ground_.setup.timings.finish / 2);
  if (ticket.request.offline) {
    if (so_far == SoFar::failed) co_return Result<void>{};
    co_return co_await finish_offline(ticket);
  }
  auto* known = machine_.find(vm);
  if (known == nullptr || !known->job || known->job->kind != model::JobKind::migration_in) {
    co_return fault(FaultKind::failed, fmt::format("node '{}': no migration comes in", machine_.name()));
  }
  known->job->phase = JobPhase::finishing;
  if (so_far == SoFar::failed) {
    discard_incoming(vm, "its migration failed");
    co_return Result<void>{};
  }
  note_disks(ticket.request);
  known->notes = ticket.notes;
  if (ticket.persistent) known->persistent = true;
  co_await pass(ground_, loop, step_of(ticket, Moment::at, Phase::finish));
  if (auto taken = take_over(ticket); !taken) co_return taken;
  if (auto arrived = co_await await_memory(vm); !arrived) co_return arrived;
  co_await work(ground_.setup.timings.finish / 2);
  co_await pass(ground_, loop, step_of(ticket, Moment::replying, Phase::finish));
  co_return Result<void>{};
}

void Daemon::resume_source(const VmUuid& vm, const std::string& why) {
  auto* known = machine_.find(vm);
  if (known != nullptr && known->qemu && known->qemu->stopped_for() == Qemu::Stop::migration)
    known->qemu->start_cpus(why);
  end_job(vm);
}

Task<Result<void>> Daemon::confirm(Ticket ticket, SoFar so_far) {
  const auto vm = ticket.request.vm;
  if (ticket.request.offline) co_return co_await confirm_offline(ticket, so_far);
  auto* known = machine_.find(vm);
  if (known == nullptr || !known->job) {
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': the domain is not being migrated", machine_.name()));
  }
  known->job->phase = so_far == SoFar::good ? JobPhase::confirming : JobPhase::confirming_cancelled;
  co_await pass(ground_, loop, step_of(ticket, Moment::at, Phase::confirm));
  known = machine_.find(vm);
  if (so_far == SoFar::failed && known->qemu && known->qemu->has_gone_over()) {
    leave_unattended(vm, Belief::broken);
  } else if (so_far == SoFar::failed) {
    resume_source(vm, "its migration failed");
  } else {
    if (known->qemu) known->qemu->quit("moved away");
    known->persistent = known->persistent && !ticket.persistent;
    known->autostart = known->autostart && known->persistent;
    end_job(vm);
  }
  co_await work(ground_.setup.timings.confirm);
  co_await pass(ground_, loop, step_of(ticket, Moment::replying, Phase::confirm));
  co_return Result<void>{};
}

}  // namespace haxen::simulation
