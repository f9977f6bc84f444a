// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how long a run may take, and how it is ended.
#include "run.hpp"

namespace haxen::scenario {

namespace {

using namespace std::chrono_literals;

constexpr auto time_limit = 10min;
// haxen(1): "three minutes and twenty deadlines after its time limit".
constexpr auto bound = time_limit + 3min + 20 * 10s;

}  // namespace

bool is_rested(const Run& run) { return run.told && run.told->how == operation::Ending::nothing_to_do; }

Task<Run> Runs::play(std::string command, std::string host) {
  auto& loop = stage_.loop;
  Run run;
  run.command = command;
  run.began = Seconds(loop.now().time_since_epoch());
  stage_.say(loop, "$ haxen " + command + (host == "operator" ? "" : " (" + host + ")"));
  auto& client = world_.client(host);
  auto& process =
      *processes_.emplace_back(std::make_unique<Process>(stage_, client, scenario_, command, host));
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
  co_return run;
}

}  // namespace haxen::scenario
