// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when VMs are probed, from before the first move until after the last.
#include "witnessing.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "say.hpp"
#include "vm_targets.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;

constexpr auto lookup_limit = 30s;
// Long enough for the first answers, and for a hundred to compare with.
constexpr auto beforehand = 1s;
// A tenth of it is far below any budget, and a hundred VMs are 10,000 probes in a second.
constexpr probe::Settings settings{10ms, 30ms, 1000ms, {}};

bool moves_alive(const model::Fleet& fleet, const model::Move& move) {
  const auto* vm = model::find_vm(fleet, move.vm);
  return vm != nullptr && model::is_active(vm->state);
}

std::vector<model::Vm> moved_alive(const model::Fleet& fleet, const model::Plan& plan) {
  std::vector<model::Vm> vms;
  for (const auto& move : plan.moves) {
    const auto is_same = [&](const model::Vm& vm) { return vm.uuid == move.vm; };
    if (moves_alive(fleet, move) && std::ranges::none_of(vms, is_same))
      vms.push_back(*model::find_vm(fleet, move.vm));
  }
  return vms;
}

}  // namespace

Witnessing::Witnessing(Session& session, executor::Listener& next)
    : session_(session), next_(next), worker_(session.loop(), "probing"), done_(session.loop()) {}

Witnessing::~Witnessing() { desk_->stop(); }

Task<Result<void>> Witnessing::begin(model::Fleet fleet, model::Plan plan) {
  const auto vms = moved_alive(fleet, plan);
  if (!watched_.empty() || vms.empty()) co_return Result<void>{};
  const auto found = co_await find_targets(session_, vms, std::nullopt);
  std::optional<Fault> first;
  std::vector<Watched> watched;
  std::vector<probe::Target> targets;
  for (const auto& [vm, target] : found) {
    if (!target) {
      if (!first) first = target.error();
      warn(fmt::format("{}: it is not probed", target.error().message));
      continue;
    }
    watched.push_back({vm.uuid});
    targets.push_back(*target);
  }
  if (watched.empty()) co_return tl::unexpected(*first);
  const std::function<Result<std::shared_ptr<probe::Prober>>()> reaching = [targets] {
    return probe::Prober::reach(targets, settings);
  };
  const auto reached = co_await worker_.call(reaching, lookup_limit);
  if (!reached) co_return tl::unexpected(reached.error());
  watched_ = std::move(watched);
  session_.loop().spawn(probe(*reached));
  co_await session_.loop().sleep(beforehand);
  co_return Result<void>{};
}

Task<void> Witnessing::probe(std::shared_ptr<probe::Prober> prober) {
  const std::function<Result<model::ProbeReport>()> probing = [prober, desk = desk_] {
    return Result<model::ProbeReport>(prober->run(*desk));
  };
  auto found = co_await worker_.call(probing, std::nullopt);
  if (found) found_ = std::move(*found);
  done_.set();
}

void Witnessing::note(const VmUuid& vm, probe::Period period) {
  const auto found = std::ranges::find(watched_, vm, &Watched::vm);
  if (found == watched_.end()) return;
  const auto now = session_.loop().now();
  auto& times = found->times;
  if (period == probe::Period::during) {
    times = probe::MoveTimes{times ? times->began : now};
    found->last_start = now;
  } else if (times) {
    times->ended = last_end_ = now;
  }
  desk_->turn(static_cast<std::size_t>(found - watched_.begin()), period);
}

void Witnessing::hear(const model::Happening& happening) {
  if (const auto* started = std::get_if<model::MoveStarted>(&happening))
    note(started->vm.uuid, probe::Period::during);
  else if (const auto* adopted = std::get_if<model::MoveAdopted>(&happening))
    note(adopted->vm.uuid, probe::Period::during);
  else if (const auto* ended = std::get_if<model::MoveEnded>(&happening))
    note(ended->vm.uuid, probe::Period::after);
  next_.hear(happening);
}

Task<void> Witnessing::end(model::Outcome& outcome) {
  if (watched_.empty()) co_return;
  auto& loop = session_.loop();
  const auto until = last_end_ + probe::aftermath;
  if (loop.now() < until) co_await loop.sleep(until - loop.now());
  desk_->stop();
  co_await done_;
  if (!found_) co_return;
  for (auto& move : outcome.moves) {
    const auto at = std::ranges::find(watched_, move.move.vm, &Watched::vm);
    if (at == watched_.end() || !at->times) continue;
    auto times = *at->times;
    if (move.switched) times.switched = at->last_start + std::chrono::round<probe::Span>(*move.switched);
    move.witness = probe::witness_of(*found_, static_cast<std::size_t>(at - watched_.begin()), times);
  }
}

}  // namespace haxen::program
