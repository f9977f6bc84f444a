// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a crisis is played.
#include "trial.hpp"

#include <utility>

namespace haxen::crises {

namespace {

using scenario::Stage;
using namespace std::chrono_literals;

constexpr auto failover = "failover n1";
constexpr auto undrain = "undrain n1 --allow-postcopy";
constexpr std::size_t restless = 6;
constexpr int calm = 4;
// Whatever still waits for somebody has given him up by then, and every way is mended.
constexpr auto long_after = 30min;

class Play {
 public:
  Play(const Crisis& crisis, Trial& trial)
      : crisis_(crisis), trial_(trial), world_(stage_.loop, crisis.scenario.fleet, crisis.scenario.setup) {
    world_.arm(crisis.scenario.faults);
  }

  void play() {
    stage_.loop.run(act());
    trial_.truth = world_.verdict();
    trial_.script = stage_.script;
    trial_.log = to_string(world_.log());
  }

 private:
  Task<void> act() {
    co_await run("ledger sync", "operator");
    if (crisis_.neighbour) {
      stage_.loop.spawn(neighbour());
    } else {
      beside_.set();
    }
    co_await stage_.loop.sleep(crisis_.help_begins);
    for (std::size_t number = 0; number < restless; ++number) {
      const auto rested = co_await run(failover, "operator");
      if (rested) break;
      co_await stage_.loop.sleep(crisis_.pauses[number % crisis_.pauses.size()]);
    }
    co_await beside_;
    world_.disarm();
    co_await stage_.loop.sleep(long_after);
    co_await help_in_the_end();
    auto& inspector = world_.client("inspector");
    trial_.is_lost = !inspector.sees(inspector.site(), NodeName("n1")).value_or(false);
    if (!trial_.is_lost) co_await come_home();
  }

  Task<void> come_home() {
    for (int number = 0; number < calm && !trial_.is_open; ++number)
      trial_.is_open = co_await run(undrain, "operator");
  }

  Task<void> help_in_the_end() {
    for (int number = 0; number < calm; ++number) {
      if (crisis_.neighbour) co_await run(*crisis_.neighbour, "elsewhere");
      const auto rested = co_await run(failover, "operator");
      if (rested) break;
    }
  }

  Task<void> neighbour() {
    co_await stage_.loop.sleep(crisis_.neighbour_begins);
    co_await run(*crisis_.neighbour, "elsewhere");
    beside_.set();
  }

  // True where there was nothing to do.
  Task<bool> run(std::string command, std::string host) {
    auto run = co_await runs_.play(std::move(command), std::move(host));
    const bool rested = scenario::is_rested(run);
    trial_.runs.push_back(std::move(run));
    co_return rested;
  }

  const Crisis& crisis_;
  Trial& trial_;
  Stage stage_;
  simulation::World world_;
  scenario::Runs runs_{stage_, world_, crisis_.scenario};
  Event beside_{stage_.loop};
};

}  // namespace

Trial play(const Crisis& crisis) {
  Trial trial;
  Play(crisis, trial).play();
  return trial;
}

}  // namespace haxen::crises
