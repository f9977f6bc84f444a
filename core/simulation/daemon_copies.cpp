// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a daemon resumes, ends and saves the copy of a VM that it holds.
#include <fmt/format.h>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"

namespace haxen::simulation {

// Refused at once: its job may stay for good.
Result<void> Daemon::require_whole(const VmUuid& vm) const {
  const auto* known = machine_.find(vm);
  const bool is_part =
      known != nullptr && known->qemu &&
      (known->qemu->has_gone_over() || known->qemu->stopped_for() == Qemu::Stop::postcopy_failed);
  if (!is_part) return {};
  return fault(FaultKind::failed,
               fmt::format("node '{}': the domain has only a part of its memory here", machine_.name()));
}

Task<Result<void>> Daemon::resume(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (auto whole = require_whole(vm); !whole) co_return whole;
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  if (auto whole = require_whole(vm); !whole) co_return whole;
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  if ((*qemu)->running()) {
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': the domain is already running", machine_.name()));
  }
  (*qemu)->start_cpus("resumed as asked");
  co_return Result<void>{};
}

Task<Result<void>> Daemon::discard(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (auto whole = require_whole(vm); !whole) co_return whole;
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  const auto stopped = (*qemu)->stopped_for();
  const auto& pending = (*domain(vm))->notes.pending;
  const bool held = stopped == Qemu::Stop::asked && pending && pending->to == machine_.name() &&
                    pending->hand_over == model::HandOver::confirmed;
  if (stopped != Qemu::Stop::migration && stopped != Qemu::Stop::incoming && !held) {
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': the domain is not paused by a migration", machine_.name()));
  }
  (*domain(vm))->persistent = false;
  (*domain(vm))->autostart = false;
  (*qemu)->quit("it runs elsewhere");
  machine_.tidy(vm);
  co_return Result<void>{};
}

// Unlike the others it does not wait for a job, which may stay for good.
Task<Result<void>> Daemon::destroy_partial(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  const bool is_received = (*domain(vm))->job && (*domain(vm))->job->kind == model::JobKind::migration_in;
  if (!is_received && !is_torn(**domain(vm))) {
    co_return fault(
        FaultKind::failed,
        fmt::format("node '{}': the domain is not without a part of its memory", machine_.name()));
  }
  (*qemu)->quit("it will never have all of its memory");
  end_job(vm);
  machine_.tidy(vm);
  co_return Result<void>{};
}

Task<Result<void>> Daemon::shut_down(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  (*domain(vm))->shutting_down = true;
  ground_.later(ground_.work(ground_.setup.timings.guest_shutdown), [guest = std::weak_ptr(*qemu)] {
    if (const auto still = guest.lock()) still->power_off("shut down as asked");
  });
  co_return Result<void>{};
}

Task<Result<void>> Daemon::save(VmUuid vm) {
  co_await work(ground_.setup.timings.answer);
  if (auto claimed = co_await claim(vm); !claimed) co_return claimed;
  const auto qemu = active(vm);
  if (!qemu) co_return tl::unexpected(qemu.error());
  if (!(*domain(vm))->persistent) {
    co_return fault(FaultKind::failed,
                    fmt::format("node '{}': a transient domain cannot be saved", machine_.name()));
  }
  (*qemu)->stop_cpus(Qemu::Stop::asked, "its memory is saved");
  co_await work(ground_.setup.timings.saving);
  const auto still = domain(vm);
  if (!still || !(*qemu)->alive()) {
    co_return fault(FaultKind::failed, fmt::format("node '{}': the domain is gone", machine_.name()));
  }
  (*still)->saved = true;
  (*qemu)->quit("its memory is saved");
  co_return Result<void>{};
}

}  // namespace haxen::simulation
