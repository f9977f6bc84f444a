// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a story is played.
#include "trial.hpp"

#include <utility>

namespace haxen::soak {

namespace {

using scenario::Stage;
using namespace std::chrono_literals;

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
    const bool at_rest = at_rest_;
    auto run = co_await runs_.play(std::move(command), std::move(host));
    run.at_rest = at_rest;
    const bool rested = scenario::is_rested(run);
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
  scenario::Runs runs_{stage_, world_, story_.scenario};
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
