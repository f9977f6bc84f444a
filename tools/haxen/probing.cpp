// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a probe is carried out, watched and told.
#include "probing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

#include "async/worker.hpp"
#include "inventory/choice.hpp"
#include "outlet.hpp"
#include "probe/prober.hpp"
#include "report/area.hpp"
#include "report/probe.hpp"
#include "say.hpp"
#include "session.hpp"
#include "vm_targets.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;

constexpr auto redraw_every = 200ms;
constexpr auto lookup_limit = 30s;
// Whoever wants more says so; without any limit the command would have none either.
constexpr Milliseconds longest = 1h;

probe::Settings settings_of(const ProbeFlags& flags) {
  const auto interval = flags.interval.value_or(10ms);
  const auto several = std::max<Milliseconds>(3 * interval, 20ms);
  probe::Limits limits{flags.length, flags.count};
  if (!limits.length && !limits.count) limits.length = longest;
  return {interval, flags.listed_from.value_or(several), flags.patience.value_or(2s), limits};
}

Result<std::vector<probe::Target>> targets_of(const ProbeFlags& flags) {
  std::vector<probe::Target> targets;
  for (const auto& text : flags.targets) {
    const auto target = probe::parse_target(text, flags.defaults);
    if (!target) return tl::unexpected(target.error());
    targets.push_back(*target);
  }
  return targets;
}

/// Of the VMs that are meant. They are the fleet's; targets that are written down need none.
Result<std::vector<probe::Target>> targets_of_vms(const Globals& globals, const ProbeFlags& flags) {
  auto config = load_config(globals);
  if (!config) return tl::unexpected(config.error());
  Session session(std::move(*config));
  const auto fleet = session.loop().run(session.survey());
  for (const auto& absent : fleet.absent) warn(absent.why.message);
  const auto vms = inventory::choose_vms(fleet, flags.vms);
  if (!vms) return tl::unexpected(vms.error());
  for (const auto& vm : *vms)
    if (!model::is_active(vm.state))
      return fault(FaultKind::usage, fmt::format("vm '{}' is shut off: it answers no probe", vm.name),
                   "name VMs that run");
  const auto wanted = flags.says_how ? std::optional(flags.defaults) : std::nullopt;
  std::vector<probe::Target> targets;
  for (auto& each : session.loop().run(find_targets(session, *vms, wanted))) {
    if (!each.target) return tl::unexpected(each.target.error());
    targets.push_back(std::move(*each.target));
  }
  return targets;
}

/// The line that is redrawn while it goes on, on a terminal only.
class Watch {
 public:
  Watch(const Globals& globals, Loop& loop, std::shared_ptr<probe::Desk> desk)
      : globals_(globals), loop_(loop), desk_(std::move(desk)), outlet_(STDERR_FILENO) {}

  Task<void> redraw() {
    if (!report::can_redraw(report::surroundings(STDERR_FILENO))) co_return;
    while (!over_) {
      co_await loop_.sleep(redraw_every);
      if (!over_ && outlet_.is_clear()) outlet_.write(picture());
    }
  }

  void end() {
    over_ = true;
    outlet_.write(area_.erased(style().width));
    outlet_.flush();
  }

 private:
  report::Style style() const {
    return report::fitting(report::surroundings(STDERR_FILENO), globals_.colour);
  }
  std::string picture() { return area_.drawn({report::probe_line(desk_->glance(), style())}, style().width); }

  const Globals& globals_;
  Loop& loop_;
  std::shared_ptr<probe::Desk> desk_;
  Outlet outlet_;
  report::Area area_;
  bool over_ = false;
};

Task<Result<model::ProbeReport>> course(Loop& loop, Signals& signals, const Globals& globals,
                                        std::vector<probe::Target> targets, probe::Settings settings) {
  Worker worker(loop, "looking up the targets");
  const std::function<Result<std::shared_ptr<probe::Prober>>()> reaching = [targets, settings] {
    return probe::Prober::reach(targets, settings);
  };
  const auto reached = co_await worker.call(reaching, lookup_limit);
  if (!reached) co_return tl::unexpected(reached.error());
  const auto prober = *reached;

  auto desk = std::make_shared<probe::Desk>();
  executor::StopSwitch stop(loop);
  Watch watch(globals, loop, desk);
  loop.spawn(watch.redraw());
  loop.spawn(when_stopped(stop, [desk] { desk->stop(); }));
  signals.begin_work(loop, stop);
  const std::function<Result<model::ProbeReport>()> probing = [prober, desk] {
    return Result<model::ProbeReport>(prober->run(*desk));
  };
  auto found = co_await worker.call(probing, std::nullopt);
  signals.end_work();
  watch.end();
  co_return found;
}

void show(const Globals& globals, const model::ProbeReport& found, std::optional<Milliseconds> most) {
  if (globals.output == Output::text) {
    const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
    put(report::probe_screen(found, most, style));
  } else {
    put(report::probe_document(found, most, form_of(globals)));
  }
}

ExitCode verdict(const model::ProbeReport& found, std::optional<Milliseconds> most) {
  const auto too_long = [&](const auto& target) {
    return most && target.longest && target.longest->length > *most;
  };
  const auto silent = [](const auto& target) { return target.answered == 0; };
  if (std::ranges::any_of(found.targets, too_long) || std::ranges::all_of(found.targets, silent))
    return ExitCode::failed;
  if (std::ranges::any_of(found.targets, silent)) return ExitCode::partial;
  return found.interrupted ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace

ExitCode run_probe(const Globals& globals, const ProbeFlags& flags, Signals& signals) {
  auto targets = targets_of(flags);
  if (!targets) return refuse(globals, targets.error());
  if (!flags.vms.empty()) {
    const auto vms = targets_of_vms(globals, flags);
    if (!vms) return refuse(globals, vms.error());
    targets->insert(targets->end(), vms->begin(), vms->end());
  }
  Loop loop;
  const auto found = loop.run(course(loop, signals, globals, std::move(*targets), settings_of(flags)));
  if (!found) return refuse(globals, found.error());
  show(globals, *found, flags.max_gap);
  return verdict(*found, flags.max_gap);
}

}  // namespace haxen::program
