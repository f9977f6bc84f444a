// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a change is carried out on simulated hosts.
#include "rehearsal.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

#include "change_report.hpp"
#include "desk.hpp"
#include "entry.hpp"
#include "inventory/collect.hpp"
#include "page_file.hpp"
#include "report/narrator.hpp"
#include "say.hpp"
#include "self.hpp"
#include "session.hpp"
#include "simulation/client.hpp"
#include "simulation/world.hpp"

namespace haxen::program {

namespace {

using operation::Ended;

/// What all runs in one simulated world share.
struct Common {
  const Globals& globals;
  const ChangeFlags& flags;
  const Intention& intention;
  const Stage& stage;
  std::int64_t runs = 0;
  model::Moment began = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
};

constexpr auto simulated_host = "simulated";

/// One run of the program in the simulated world, from the survey to its end.
class Run : public operation::Desk, public executor::Listener {
 public:
  Run(Common& common, simulation::Client& client)
      : common_(common),
        client_(client),
        number_(++common.runs),
        connections_(client.loop(), client.hosts()),
        stop_(client.loop()),
        narrator_(common.globals.output == Output::jsonl ? report::event_narrator()
                                                         : report::plain_narrator()) {}

  Task<void> go() {
    const auto fleet = co_await survey();
    auto intent = common_.intention(*fleet, common_.stage.config);
    if (!intent) {
      refusal_ = intent.error();
      co_return;
    }
    whole_fleet_ = intent->whole_fleet;
    settings_ = settings_for(common_.stage.config, common_.flags, intent->leaving);
    settings_.operation = OperationId(fmt::format("{}-{}", simulated_host, number_));
    if (settings_.date) settings_.date = [this] { return now(); };
    describe(intent->wish);
    subject_ = intent->subject;
    const auto who = this_process();
    client_.loop().spawn(limit_time());
    operation::Foresight foresight(client_.loop(), connections_, settings_, {});
    operation::Context context{client_.loop(), connections_, *this, *this,
                               stop_,          settings_,    who,   common_.flags.take_over};
    context.foresight = &foresight;
    const auto wish = intent->wish;
    ended_ = co_await operation::operate(context, wish, *fleet);
    elapsed_ = agreed_ ? Seconds(client_.loop().now() - *agreed_) : Seconds(0);
  }

  Task<Result<model::Fleet>> survey() override {
    const auto deadline = common_.stage.config.defaults.deadline;
    auto found =
        co_await inventory::collect_again(client_.loop(), client_.hosts(), common_.stage.fleet, deadline);
    for (auto& [node, host] : found.connections) connections_.adopt(node, std::move(host));
    co_return std::move(found.fleet);
  }

  void show(const operation::Draft& draft) override {
    if (common_.globals.output == Output::text) show_draft(common_.globals, undertaking_, draft);
  }
  bool agree(const operation::Draft&) override {
    agreed_ = client_.loop().now();
    return true;
  }
  model::WallTime now() override { return std::chrono::floor<std::chrono::seconds>(moment()); }

  void hear(const model::Happening& happening) override {
    const bool as_events = common_.globals.output == Output::jsonl;
    const auto style = report::fitting(report::surroundings(as_events ? STDOUT_FILENO : STDERR_FILENO),
                                       common_.globals.colour);
    for (const auto& event : excerpt_.take({moment(), happening})) entries_.push_back(entry_of(event));
    const auto text = narrator_->hear({moment(), happening}, style);
    if (as_events)
      put(text);
    else
      talk(text);
  }

  /// After go() has ended.
  ExitCode report() const {
    if (refusal_) return refuse(common_.globals, *refusal_);
    const Report report(common_.globals, common_.flags, undertaking_, elapsed_);
    const auto code = report.tell(ended_);
    auto operation = operation_of(undertaking_, subject_, common_.flags.reason, self());
    operation.began = std::chrono::floor<std::chrono::seconds>(common_.began);
    write_page(common_.flags.report, report.past(ended_, std::move(operation), entries_, code));
    return whole_fleet_ ? or_partial(code, ended_.draft.fleet) : code;
  }
  const Ended& ended() const { return ended_; }

 private:
  model::Moment moment() const {
    return common_.began +
           std::chrono::floor<std::chrono::milliseconds>(client_.loop().now().time_since_epoch());
  }

  void describe(const operation::Wish& wish) {
    undertaking_ = undertaking_of(common_.globals, common_.flags, wish, settings_);
    undertaking_.fleet_file = common_.stage.source;
    undertaking_.simulated = true;
  }

  // Marks that the fleet had are judged as a real run would.
  executor::Self this_process() const {
    const auto real = self();
    auto simulated = real;
    simulated.holder.host = simulated_host;
    simulated.holder.pid = number_;
    simulated.judge = [real, number = number_](const model::Holder& holder) {
      if (holder.host != simulated_host) return real.judge(holder);
      return holder.pid < number ? executor::Liveness::dead : executor::Liveness::alive;
    };
    return simulated;
  }

  Task<void> limit_time() {
    co_await client_.loop().sleep(
        common_.flags.time_limit.value_or(common_.stage.config.defaults.time_limit));
    stop_.press(model::StopCause::time_limit);
    stop_.press(model::StopCause::time_limit);
  }

  Common& common_;
  simulation::Client& client_;
  std::int64_t number_;
  executor::Connections connections_;
  executor::StopSwitch stop_;
  std::unique_ptr<report::Narrator> narrator_;
  executor::Settings settings_;
  report::Undertaking undertaking_;
  std::string subject_;
  report::Excerpt excerpt_;
  std::vector<model::Entry> entries_;
  std::optional<Time> agreed_;
  Seconds elapsed_{};
  bool whole_fleet_ = false;
  Ended ended_;
  std::optional<Fault> refusal_;
};

using Runs = std::vector<std::unique_ptr<Run>>;

// Until a run ends by itself; each fault kills once, so one does.
Task<void> run_until_ended(Common& common, simulation::World& world, Loop& loop, Runs& runs) {
  while (true) {
    auto& client = world.client();
    auto& run = *runs.emplace_back(std::make_unique<Run>(common, client));
    client.start(run.go());
    const auto ending = co_await client.ended();
    if (ending == simulation::Ending::finished) break;
    tell(fmt::format("simulated: killed after {}; the same command is run again",
                     to_string(Seconds(loop.now().time_since_epoch()))));
  }
  // What daemons still have to find out by themselves, they have found out by then.
  co_await loop.sleep(std::chrono::minutes(2));
}

std::string places(const simulation::VmVerdict& vm) {
  std::string text;
  const auto add = [&](const char* how, const std::vector<NodeName>& nodes) {
    for (const auto& node : nodes) text += fmt::format("{}{} on {}", text.empty() ? "" : ", ", how, node);
  };
  add("runs", vm.running);
  add("paused", vm.paused);
  add("incoming", vm.incoming);
  return text.empty() ? "runs nowhere" : text;
}

/// Where those are that the run could not prove: a simulation knows.
void tell_truth(const Ended& ended, const simulation::Verdict& verdict) {
  for (const auto& move : ended.outcome.moves) {
    if (move.result != model::MoveResult::unproven) continue;
    for (const auto& vm : verdict.vms)
      if (vm.vm == move.move.vm)
        put(fmt::format("in truth, in the simulation: {} {}\n", vm.name, places(vm)));
  }
  for (const auto& vm : verdict.vms)
    if (vm.most_at_once > 1) put(fmt::format("ran twice in the simulation: {}\n", vm.name));
}

void tell_assumptions(const Stage& stage) {
  const auto unknown = [](const model::Node& node) { return !node.link; };
  if (std::ranges::any_of(stage.fleet.nodes, unknown))
    warn(fmt::format("simulated: links that the fleet file does not state are taken for {} each way",
                     to_string(stage.setup.link)));
}

}  // namespace

ExitCode rehearse(const Globals& globals, const ChangeFlags& flags, const Intention& intention,
                  const Stage& stage) {
  tell_assumptions(stage);
  Common common{globals, flags, intention, stage};
  Loop loop(Clock::simulated);
  simulation::World world(loop, stage.fleet, stage.setup);
  world.arm(stage.faults);
  Runs runs;
  loop.run(run_until_ended(common, world, loop, runs));
  const auto code = runs.back()->report();
  if (globals.output == Output::text) tell_truth(runs.back()->ended(), world.verdict());
  return code;
}

}  // namespace haxen::program
