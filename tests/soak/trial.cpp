// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a story is played.
#include "trial.hpp"

#include <memory>

#include "process.hpp"

namespace haxen::soak {

namespace {

using scenario::Process;
using scenario::Stage;
using namespace std::chrono_literals;

constexpr auto time_limit = 10min;
// haxen(1): "three minutes and twenty deadlines after its time limit".
constexpr auto bound = time_limit + 3min + 20 * 10s;
// Runs as long as things may go wrong, and further ones when all is calm.
constexpr int restless = 6;
constexpr int calm = 3;
// Whatever still waits for somebody has given him up by then.
constexpr auto long_after = 30min;

class Play {
 public:
  Play(const Story& story, Trial& trial)
      : story_(story), trial_(trial), world_(stage_.loop, story.scenario.fleet, story.scenario.setup) {
    world_.arm(story.scenario.faults);
  }

  void play() {
    stage_.loop.run(act());
    trial_.truth = world_.verdict();
    trial_.script = stage_.script;
    trial_.log = to_string(world_.log());
  }

 private:
  Task<void> act() {
    if (story_.neighbour) {
      stage_.loop.spawn(neighbour());
    } else {
      beside_.set();
    }
    for (std::size_t number = 0; number < restless; ++number) {
      const auto rested = co_await run(story_.drain, "operator");
      if (rested) break;
      co_await stage_.loop.sleep(story_.pauses[number % story_.pauses.size()]);
    }
    co_await beside_;
    world_.disarm();
    co_await stage_.loop.sleep(long_after);
    at_rest_ = true;
    for (int number = 0; number < calm; ++number) {
      if (story_.neighbour) co_await run(*story_.neighbour, "elsewhere");
      // One that runs twice is left to people; the others are to come to rest nevertheless.
      const auto rested = co_await run(story_.drain + " --on-blocked skip", "operator");
      if (rested) break;
    }
    co_await look_around();
  }

  Task<void> neighbour() {
    co_await run(*story_.neighbour, "elsewhere");
    beside_.set();
  }

  // True where there was nothing to do.
  Task<bool> run(std::string command, std::string host) {
    auto& loop = stage_.loop;
    Run run;
    run.command = command;
    run.began = Seconds(loop.now().time_since_epoch());
    run.at_rest = at_rest_;
    stage_.say(loop, "$ haxen " + command + (host == "operator" ? "" : " (" + host + ")"));
    auto& client = world_.client(host);
    auto& process =
        *processes_.emplace_back(std::make_unique<Process>(stage_, client, story_.scenario, command, host));
    client.loop().at(loop.now() + time_limit, [&process] {
      process.stop().press(model::StopCause::time_limit);
      process.stop().press(model::StopCause::time_limit);
    });
    loop.at(loop.now() + bound, [&client, &process, late = std::weak_ptr(alive_)] {
      if (!late.expired() && client.alive() && !process.ended()) client.kill();
    });
    client.start(process.run());
    const auto ending = co_await client.ended();
    run.ended = Seconds(loop.now().time_since_epoch());
    run.was_late = ending == simulation::Ending::killed && run.ended - run.began >= bound;
    run.told = process.ended();
    run.warned = process.warned();
    if (ending == simulation::Ending::killed) stage_.say(loop, "killed");
    run.truth = world_.verdict();
    client.kill();  // a process that has ended has no connections
    process.died();
    const bool rested = run.told && run.told->how == operation::Ending::nothing_to_do;
    trial_.runs.push_back(std::move(run));
    co_return rested;
  }

  Task<void> look_around() {
    auto& client = world_.client("inspector");
    client.start(inspect(client));
    co_await client.ended();
  }

  Task<void> inspect(simulation::Client& client) {
    for (const auto& node : story_.scenario.fleet.nodes) {
      const auto name = node.name;
      const auto host = co_await client.hosts().open(name);
      if (!host) continue;
      const auto seen = co_await (*host)->observe();
      if (!seen) continue;
      auto& rest = trial_.rest[name];
      rest.seen = *seen;
      for (const auto& vm : rest.seen.vms) {
        if (!model::is_active(vm.state)) continue;
        const auto limit = co_await (*host)->downtime_limit(vm.uuid);
        if (limit) rest.limits[vm.uuid] = *limit;
      }
    }
  }

  const Story& story_;
  Trial& trial_;
  Stage stage_;
  simulation::World world_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
  bool at_rest_ = false;
  Event beside_{stage_.loop};
};

}  // namespace

Trial play(const Story& story) {
  Trial trial;
  Play(story, trial).play();
  return trial;
}

}  // namespace haxen::soak
