// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order of a migration's steps.
#include "simulation/steps.hpp"

#include <fmt/format.h>

#include "simulation/machine.hpp"

namespace haxen::simulation {

namespace {

// Peers that had come together and were parted: to whoever asked it is one failure of a migration like
// another. libvirt 9.0 says "client socket is closed" or "End of file", and only of peers that never met that
// it could not connect.
Result<void> told_by_driver(Result<void> moved) {
  if (!moved && moved.error().kind == FaultKind::unreachable) moved.error().kind = FaultKind::failed;
  return moved;
}

SoFar how_far(const Result<void>& result) { return result ? SoFar::good : SoFar::failed; }

// One step with its outer moments around it.
Task<Result<void>> framed(Ground& ground, Loop& process, Step step, Task<Result<void>> deed) {
  step.moment = Moment::before;
  co_await pass(ground, process, step);
  auto result = co_await deed;
  step.moment = Moment::after;
  co_await pass(ground, process, step);
  co_return result;
}

}  // namespace

Step step_of(const Ticket& ticket, Moment moment, Phase phase) {
  return {moment, phase, ticket.request.vm, ticket.from, ticket.request.to, ticket.asker};
}

Task<Result<void>> run_steps(Ground& ground, Loop& process, Ticket ticket, Steps steps) {
  const auto of = [&ticket](Phase phase) { return step_of(ticket, Moment::before, phase); };
  const auto prepared = co_await framed(ground, process, of(Phase::prepare), steps.prepare(ticket));
  if (!prepared) {
    co_await steps.confirm(ticket, SoFar::failed);
    co_return prepared;
  }
  const auto performed = co_await framed(ground, process, of(Phase::perform), steps.perform(ticket));
  const auto so_far = how_far(performed);
  const auto finished = co_await framed(ground, process, of(Phase::finish), steps.finish(ticket, so_far));
  // The source's daemon has ended a failed perform by itself.
  if (!performed) co_return performed;
  const auto verdict = how_far(finished);
  co_await framed(ground, process, of(Phase::confirm), steps.confirm(ticket, verdict));
  co_return finished;
}

Task<Result<void>> Daemon::migrate_to_peer(virt::MigrationRequest request, Line client) {
  const auto vm = request.vm;
  Ticket ticket{.request = request, .from = machine_.name(), .asker = client ? client->client() : Site()};
  co_await pass(ground_, loop, step_of(ticket, Moment::before, Phase::begin));
  const auto begun = co_await begin(request, client);
  if (!begun) co_return tl::unexpected(begun.error());
  ticket = *begun;
  co_await pass(ground_, loop, step_of(ticket, Moment::after, Phase::begin));
  if (!ground_.setup.peers) {
    co_await work(ground_.setup.timings.connect);
    end_job(vm);
    co_return fault(FaultKind::unreachable,
                    fmt::format("node '{}' does not let in node '{}'", request.to, ticket.from));
  }
  const auto peer =
      co_await connect(ground_, loop, machine_.site(), request.to, ground_.setup.timings.tcp_connect);
  if (!peer) {
    end_job(vm);
    co_return tl::unexpected(peer.error());
  }
  peers_.push_back(*peer);
  auto moved = co_await run_steps(ground_, loop, ticket, steps_with(*peer));
  (*peer)->hang_up();
  co_return told_by_driver(std::move(moved));
}

Steps Daemon::steps_with(Line peer) {
  return {
      .prepare =
          [this, peer](Ticket ticket) {
            return call<void>(loop, peer,
                              [ticket](Daemon& target, Line line) { return target.prepare(ticket, line); });
          },
      .perform = [this, peer](Ticket ticket) { return perform(ticket, peer); },
      .finish =
          [this, peer](Ticket ticket, SoFar so_far) {
            return call<void>(
                loop, peer, [ticket, so_far](Daemon& target, Line) { return target.finish(ticket, so_far); });
          },
      .confirm = [this](Ticket ticket, SoFar so_far) { return confirm(ticket, so_far); },
  };
}

}  // namespace haxen::simulation
