// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a scenario's commands are carried out on simulated hosts, one after the other.
#include <fmt/format.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/duration.hpp"
#include "process.hpp"
#include "scenario.hpp"
#include "simulation/world.hpp"

namespace haxen::scenario {

namespace {

constexpr std::string_view wait = "wait ";

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

// "10s later drain n2" begins so long after the others, and as another operator's on a host of his own.
struct Entry {
  std::string command;
  Duration after{};
  std::string host = "operator";
};

Entry entry_of(const std::string& text) {
  constexpr std::string_view later = " later ";
  const auto found = text.find(later);
  if (found == std::string::npos) return {text};
  return {text.substr(found + later.size()), parse_duration(text.substr(0, found)).value(), "another"};
}

Task<void> begin(Stage& stage, Loop& loop, Process& process, Entry entry) {
  co_await loop.sleep(entry.after);
  stage.say(loop, "$ haxen " + entry.command);
  co_await process.run();
}

Task<void> play_commands(Stage& stage, simulation::World& world, const Scenario& scenario,
                         std::vector<std::unique_ptr<Process>>& processes) {
  for (const auto& line : scenario.commands) {
    if (line.starts_with(wait)) {
      co_await stage.loop.sleep(parse_duration(line.substr(wait.size())).value());
      continue;
    }
    std::vector<std::pair<simulation::Client*, Process*>> running;
    for (const auto& each : at_once(line)) {
      const auto entry = entry_of(each);
      auto& client = world.client(entry.host);
      auto& process = *processes.emplace_back(
          std::make_unique<Process>(stage, client, scenario, entry.command, entry.host));
      running.emplace_back(&client, &process);
      client.start(begin(stage, client.loop(), process, entry));
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
