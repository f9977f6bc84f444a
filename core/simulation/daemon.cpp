// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the life of a daemon: who is connected, what it answers at once, and how jobs keep others waiting.
#include "simulation/daemon.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "simulation/machine.hpp"

namespace haxen::simulation {

void spawn_at(Daemon& daemon, Task<void> task) { daemon.loop.spawn(std::move(task)); }

Daemon::Daemon(Ground& ground, Machine& machine)
    : loop(ground.loop), ground_(ground), machine_(machine), job_ended_(std::make_shared<Bell>(loop)) {}

Daemon::~Daemon() = default;

Line Daemon::accept(const Site& client) {
  auto line = std::make_shared<Connection>(ground_.network, client, machine_.site(), weak_from_this());
  std::erase_if(lines_, [](const Line& each) { return !each->open_at_server(); });
  lines_.push_back(line);
  ground_.lines.push_back(line);
  return line;
}

void Daemon::die() {
  // The bells belong to this process; a later one must not ring them.
  for (auto& [vm, domain] : machine_.domains) {
    if (domain.job) domain.job->bell.reset();
  }
  for (const auto& line : lines_) line->drop();
  for (const auto& each : peers_) {
    if (const auto peer = each.lock()) peer->hang_up();
  }
}

Task<void> Daemon::work(Duration length) { co_await loop.sleep(ground_.work(length)); }

Result<Domain*> Daemon::domain(const VmUuid& vm) const {
  if (auto* found = machine_.find(vm)) return found;
  return fault(FaultKind::missing, fmt::format("node '{}': no domain with UUID '{}'", machine_.name(), vm));
}

Result<std::shared_ptr<Qemu>> Daemon::active(const VmUuid& vm) const {
  const auto found = domain(vm);
  if (!found) return tl::unexpected(found.error());
  if ((*found)->qemu) return (*found)->qemu;
  return fault(FaultKind::failed, fmt::format("node '{}': the domain is not running", machine_.name()));
}

Task<Result<void>> Daemon::claim(VmUuid vm) {
  const auto until = loop.now() + ground_.setup.timings.job_wait;
  bool alarm_set = false;
  while (true) {
    const auto found = domain(vm);
    if (!found) co_return tl::unexpected(found.error());
    if (!(*found)->job) co_return Result<void>{};
    if (loop.now() >= until) {
      co_return fault(FaultKind::busy, fmt::format("node '{}': a job holds the domain", machine_.name()));
    }
    if (!std::exchange(alarm_set, true)) loop.at(until, [bell = job_ended_] { bell->ring(); });
    Bell& ended = *job_ended_;
    co_await ended;
  }
}

void Daemon::end_job(const VmUuid& vm) {
  auto* domain = machine_.find(vm);
  if (domain == nullptr || !domain->job) return;
  if (domain->qemu && domain->job->kind == model::JobKind::migration_out) {
    domain->qemu->set_downtime_limit(domain->job->limit_at_start);
  }
  domain->job.reset();
  machine_.tidy(vm);
  job_ended_->ring();
}

void Daemon::guest_gone(const VmUuid& vm) {
  auto* domain = machine_.find(vm);
  if (domain == nullptr) return;
  if (!domain->job) {
    machine_.tidy(vm);
  } else if (domain->job->kind == model::JobKind::migration_in ||
             domain->job->phase == JobPhase::unattended) {
    end_job(vm);
  } else if (domain->job->bell) {
    domain->job->bell->ring();
  }
}

Task<Result<Line>> connect(Ground& ground, Loop& process, Site from, NodeName node, Duration patience) {
  auto asked = std::make_shared<call_detail::Asked<Line>>(process);
  const auto refusal = [node](const char* why) {
    return haxen::Fault{FaultKind::unreachable, fmt::format("node '{}': cannot connect: {}", node, why)};
  };
  process.at(process.now() + patience, [waiting = std::weak_ptr(asked), late = refusal("no answer in time")] {
    if (const auto still = waiting.lock()) still->lose(late);
  });
  const auto refuse = [&ground, from, node, waiting = std::weak_ptr(asked),
                       refused = refusal("connection refused")] {
    ground.network.send(site_of(node), from, [waiting, refused] {
      if (const auto still = waiting.lock()) still->lose(refused);
    });
  };
  const auto welcome = [&ground, from, node, refuse, waiting = std::weak_ptr(asked)] {
    const auto daemon = ground.machine(node).daemon;
    if (!daemon) {
      refuse();
      return;
    }
    ground.network.send(site_of(node), from, [waiting, line = daemon->accept(from)] {
      const auto still = waiting.lock();
      if (still && !still->done.happened()) {
        still->give(line);
      } else {
        line->hang_up();
      }
    });
  };
  if (ground.find_machine(node) == nullptr) co_return tl::unexpected(refusal("no such host"));
  ground.network.send(from, site_of(node), [&ground, node, refuse, welcome] {
    if (!ground.machine(node).daemon) {
      refuse();
    } else {
      ground.later(ground.work(ground.setup.timings.connect), welcome);
    }
  });
  co_await asked->done;
  co_return std::move(*asked->value);
}

}  // namespace haxen::simulation
