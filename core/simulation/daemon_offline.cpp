// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a daemon's part in each step of moving the definition of a VM that is off, after libvirt 9.0: the
// target defines it, then the source forgets it; autostart does not go along.
#include <fmt/format.h>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"
#include "simulation/steps.hpp"

namespace haxen::simulation {

Task<Result<Ticket>> Daemon::begin_offline(virt::MigrationRequest request) {
  const auto vm = request.vm;
  if (auto claimed = co_await claim(vm); !claimed) co_return tl::unexpected(claimed.error());
  const auto* known = *domain(vm);
  if (known->qemu || !known->persistent)
    co_return fault(FaultKind::failed, fmt::format("node '{}': the domain is not off", machine_.name()));
  Ticket ticket{.request = request, .from = machine_.name()};
  ticket.notes = known->notes;
  co_await work(ground_.setup.timings.begin);
  co_await pass(ground_, loop, step_of(ticket, Moment::at, Phase::begin));
  co_return ticket;
}

Task<Result<void>> Daemon::finish_offline(Ticket ticket) {
  const auto vm = ticket.request.vm;
  if (machine_.find(vm) != nullptr)
    co_return fault(FaultKind::failed, fmt::format("node '{}': the domain exists already", machine_.name()));
  auto& known = machine_.domains[vm];
  known.persistent = true;
  known.notes = ticket.notes;
  ground_.witness.say(machine_.name(), vm, "defined");
  co_await pass(ground_, loop, step_of(ticket, Moment::at, Phase::finish));
  co_await pass(ground_, loop, step_of(ticket, Moment::replying, Phase::finish));
  co_return Result<void>{};
}

Task<Result<void>> Daemon::confirm_offline(Ticket ticket, SoFar so_far) {
  const auto vm = ticket.request.vm;
  co_await pass(ground_, loop, step_of(ticket, Moment::at, Phase::confirm));
  auto* known = machine_.find(vm);
  if (so_far == SoFar::good && known != nullptr && !known->qemu) {
    machine_.domains.erase(vm);
    ground_.witness.say(machine_.name(), vm, "not defined any more");
  }
  co_await work(ground_.setup.timings.confirm);
  co_return Result<void>{};
}

}  // namespace haxen::simulation
