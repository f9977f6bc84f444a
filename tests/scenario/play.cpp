// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a scenario's commands are carried out, from the survey to the report, on simulated hosts.
#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "executor/marks.hpp"
#include "inventory/collect.hpp"
#include "mending.hpp"
#include "operation/operation.hpp"
#include "order.hpp"
#include "planner/place_one.hpp"
#include "report/story.hpp"
#include "report/words.hpp"
#include "scenario.hpp"
#include "simulation/client.hpp"
#include "simulation/world.hpp"

namespace haxen::scenario {

namespace {

using operation::Ended;

// What all runs of one scenario share: the script of what was said, and which processes are dead.
struct Stage {
  Loop loop{Clock::simulated};
  std::string script;
  std::set<std::int64_t> dead;
  std::int64_t pids = 0;

  void say(Loop& at, const std::string& text) {
    script += fmt::format("{:8.2f} {}\n", Seconds(at.now().time_since_epoch()).count(), text);
  }
};

class Listener : public executor::Listener {
 public:
  Listener(Stage& stage, Loop& loop) : stage_(stage), loop_(loop) {}
  void hear(const model::Happening& happening) override {
    if (std::holds_alternative<model::OperationBegan>(happening)) return;  // it names a random operation
    const auto told = report::story(happening, report::Glyphs::ascii);
    if (!told.text.empty()) stage_.say(loop_, told.text);
  }

 private:
  Stage& stage_;
  Loop& loop_;
};

// One run of the program: what lives as long as its process.
class Process : public operation::Desk {
 public:
  Process(Stage& stage, simulation::Client& client, const Scenario& scenario, std::string command)
      : stage_(stage),
        client_(client),
        scenario_(scenario),
        command_(std::move(command)),
        connections_(client.loop(), client.hosts()),
        listener_(stage, client.loop()),
        stop_(client.loop()) {
    self_.holder = {"operator", "boot", ++stage.pids, "admin"};
    self_.judge = [&stage](const model::Holder& holder) {
      return stage.dead.contains(holder.pid) ? executor::Liveness::dead : executor::Liveness::alive;
    };
    settings_.operation = OperationId(fmt::format("operation-{}", self_.holder.pid));
  }

  Task<void> run() {
    auto fleet = co_await survey();
    if (is_about_repair(command_)) {
      const Workshop workshop{
          connections_, listener_, stop_, settings_.operation, self_, now(), [this](const std::string& text) {
            stage_.say(client_.loop(), text);
          }};
      const auto command = command_;
      co_await mend(workshop, command, *fleet);
      co_return;
    }
    const auto order = order_for(command_, *fleet, now());
    if (order.why) {
      answer(planner::verdicts(*fleet, *order.why));
      co_return;
    }
    settings_.leaving = order.leaving;
    settings_.source_images = order.source_images;
    settings_.allow_throttle = order.allow_throttle;
    if (order.wish.command == "place") settings_.date = [this] { return now(); };
    is_check_ = order.is_check;
    if (order.wish.newcomer) newcomer_ = order.wish.newcomer->name.str();
    operation::Context context{client_.loop(), connections_, *this, listener_, stop_, settings_, self_, {}};
    const auto wish = order.wish;
    const auto ended = co_await operation::operate(context, wish, *fleet);
    tell(ended);
  }

  void died() { stage_.dead.insert(self_.holder.pid); }

  Task<Result<model::Fleet>> survey() override {
    auto found = co_await inventory::collect(client_.loop(), client_.hosts(), scenario_.config,
                                             inventory::Images::all);
    for (const auto& absent : found.fleet.absent)
      stage_.say(client_.loop(), "no answer: " + absent.why.message);
    for (auto& [node, host] : found.connections) connections_.adopt(node, std::move(host));
    co_return std::move(found.fleet);
  }
  void show(const operation::Draft& draft) override {
    stage_.say(client_.loop(), fmt::format("plan: {} moves, {} blockers{}", draft.plan.moves.size(),
                                           draft.plan.blockers.size(), draft.changed ? ", changed" : ""));
    for (const auto& start : draft.plan.starts)
      stage_.say(client_.loop(), fmt::format("to start: {} on {}{}", start.vm.name, start.vm.node,
                                             start.is_defined ? ", defined already" : ""));
    tell_rests(draft);
    for (const auto& blocker : draft.plan.blockers) {
      const auto* vm = model::find_vm(draft.fleet, blocker.vm);
      stage_.say(client_.loop(),
                 fmt::format("blocked: {}{}: {}", vm != nullptr ? vm->name.str() : newcomer_,
                             blocker.node ? " on " + blocker.node->str() : "", report::sentence(blocker)));
    }
  }
  bool agree(const operation::Draft&) override { return !is_check_; }
  model::WallTime now() override {
    return model::WallTime(std::chrono::floor<std::chrono::seconds>(client_.loop().now().time_since_epoch()));
  }

 private:
  void tell_rests(const operation::Draft& draft) {
    for (const auto& rest : draft.plan.resting)
      stage_.say(client_.loop(),
                 fmt::format("rests: {} until {} s", model::find_vm(draft.fleet, rest.vm)->name,
                             rest.until.time_since_epoch().count()));
  }

  void answer(const model::Verdicts& verdicts) {
    for (const auto& node : verdicts.nodes) {
      auto text = fmt::format("{} on {}: {}", verdicts.name, node.node,
                              node.is_here           ? "runs here"
                              : node.against.empty() ? "yes"
                                                     : "no");
      for (const auto& blocker : node.against) text += "; " + report::sentence(blocker);
      stage_.say(client_.loop(), text);
    }
  }

  void tell(const Ended& ended) {
    static const std::map<operation::Ending, std::string> words = {
        {operation::Ending::nothing_to_do, "nothing to do"},
        {operation::Ending::blocked, "blocked"},
        {operation::Ending::outdated, "outdated"},
        {operation::Ending::declined, "declined"},
        {operation::Ending::refused, "refused"},
        {operation::Ending::carried_out, "carried out"}};
    if (ended.how == operation::Ending::nothing_to_do) tell_rests(ended.draft);
    stage_.say(client_.loop(), words.at(ended.how) + (ended.fault ? ": " + ended.fault->message : ""));
    for (const auto& move : ended.outcome.moves) {
      const auto* vm = model::find_vm(ended.draft.fleet, move.move.vm);
      stage_.say(client_.loop(), fmt::format("result: {} {}{}{}", vm->name, report::word(move.result),
                                             move.node ? " at " + move.node->str() : "",
                                             move.fault.empty() ? "" : ": " + move.fault));
    }
    for (const auto& start : ended.outcome.starts)
      stage_.say(client_.loop(),
                 fmt::format("result: {} {} on {}{}", start.start.vm.name, report::word(start.result),
                             start.start.vm.node, start.fault.empty() ? "" : ": " + start.fault));
    for (const auto& text : ended.outcome.warnings) stage_.say(client_.loop(), "warning: " + text);
  }

  Stage& stage_;
  simulation::Client& client_;
  const Scenario& scenario_;
  std::string command_;
  executor::Connections connections_;
  Listener listener_;
  executor::StopSwitch stop_;
  executor::Settings settings_;
  executor::Self self_;
  bool is_check_ = false;
  std::string newcomer_;  // what a VM is called that is in no fleet yet
};

// "drain n1 & drain n2" are two.
std::vector<std::string> at_once(const std::string& line) {
  constexpr std::string_view both = " & ";
  std::vector<std::string> commands;
  std::size_t from = 0;
  for (auto to = line.find(both); to != std::string::npos; to = line.find(both, from)) {
    commands.push_back(line.substr(from, to - from));
    from = to + both.size();
  }
  commands.push_back(line.substr(from));
  return commands;
}

Task<void> play_commands(Stage& stage, simulation::World& world, const Scenario& scenario,
                         std::vector<std::unique_ptr<Process>>& processes) {
  for (const auto& line : scenario.commands) {
    std::vector<std::pair<simulation::Client*, Process*>> running;
    for (const auto& command : at_once(line)) {
      stage.say(stage.loop, "$ haxen " + command);
      auto& client = world.client();
      auto& process = *processes.emplace_back(std::make_unique<Process>(stage, client, scenario, command));
      running.emplace_back(&client, &process);
      client.start(process.run());
    }
    for (const auto& [client, process] : running) {
      const auto ending = co_await client->ended();
      if (ending == simulation::Ending::killed) {
        process->died();
        stage.say(stage.loop, "killed");
      }
    }
  }
  // What was under way comes to its end.
  co_await stage.loop.sleep(std::chrono::minutes(2));
}

std::string ends_of(const simulation::Verdict& verdict) {
  std::string text;
  for (const auto& vm : verdict.vms) {
    text += fmt::format("{}:", vm.name);
    for (const auto& node : vm.running) text += fmt::format(" runs at {}", node);
    for (const auto& node : vm.paused) text += fmt::format(" paused at {}", node);
    for (const auto& node : vm.defined) text += fmt::format(" defined at {}", node);
    if (vm.most_at_once > 1) text += " RAN TWICE";
    text += "\n";
  }
  for (const auto& [node, paths] : verdict.images)
    for (const auto& path : paths) text += fmt::format("{} is on {}\n", path, node);
  for (const auto& incident : verdict.ended)
    text += fmt::format("ended at {:.2f}: {}\n", incident.at.count(), incident.cause);
  return text;
}

}  // namespace

std::string play(const Scenario& scenario) {
  Stage stage;
  simulation::World world(stage.loop, scenario.fleet, scenario.setup);
  world.arm(scenario.faults);
  std::vector<std::unique_ptr<Process>> processes;
  stage.loop.run(play_commands(stage, world, scenario, processes));
  return stage.script + ends_of(world.verdict());
}

}  // namespace haxen::scenario
