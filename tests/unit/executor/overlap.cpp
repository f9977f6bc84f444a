// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the moves of a drain share time and links on simulated hosts.
#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <string>
#include <vector>

#include "executor/executor.hpp"
#include "simulation/builder.hpp"
#include "simulation/world.hpp"

namespace haxen::executor {

namespace {

using simulation::node;
using simulation::uuid;

class Deaf : public Listener {
 public:
  void hear(const model::Happening&) override {}
};

struct Pause {
  double from = 0, to = 0;
};

struct Drained {
  model::Outcome outcome;
  double seconds = 0;
  std::vector<Pause> pauses;  // each VM's hand-over, in the order in which they began
};

// As the world's log tells it: a VM stands for its migration, and runs again at the other end.
std::vector<Pause> pauses(const simulation::World& world) {
  std::vector<Pause> found;
  std::map<std::string, double> since;
  for (const auto& line : world.log()) {
    const auto vm = line.text.substr(line.text.find("vm"), 3);
    if (line.text.find("for the migration") != std::string::npos) since[vm] = line.at.count();
    if (since.contains(vm) && line.text.find("runs") != std::string::npos)
      found.push_back({since[vm], line.at.count()});
  }
  return found;
}

model::Plan plan_of(int vms, Bytes memory) {
  model::Plan plan;
  for (int number = 1; number <= vms; ++number) {
    model::Move move;
    move.vm = uuid(number);
    move.from = node("n1");
    move.to = node(number % 2 ? "n2" : "n3");
    move.memory = memory;
    plan.moves.push_back(move);
  }
  return plan;
}

Task<void> work(simulation::Client& client, const Settings& settings, model::Fleet fleet, model::Plan plan,
                Drained& drained) {
  Connections connections(client.loop(), client.hosts());
  Deaf listener;
  StopSwitch stop(client.loop());
  const auto begin = client.loop().now();
  drained.outcome = co_await execute(client.loop(), connections, settings, listener, stop, std::move(fleet),
                                     std::move(plan));
  drained.seconds = Seconds(client.loop().now() - begin).count();
}

Task<void> start(simulation::Client& client, Task<void> program) {
  client.start(std::move(program));
  co_await client.ended();
}

// Four VMs leave n1 for n2 and n3, over links of 100 MB/s.
Drained drain(Bytes memory, unsigned at_once) {
  Loop loop(Clock::simulated);
  simulation::FleetBuilder builder(3, 4);
  for (int number = 1; number <= 4; ++number)
    builder.vm(number, [memory](model::Vm& vm) { vm.memory = memory; });
  simulation::World world(loop, builder.fleet, simulation::exact_setup());
  Settings settings;
  settings.parallel = {at_once, at_once, 8};
  Drained drained;
  auto& client = world.client();
  loop.run(start(client, work(client, settings, builder.fleet, plan_of(4, memory), drained)));
  drained.pauses = pauses(world);
  return drained;
}

bool fall_together(const std::vector<Pause>& pauses) {
  for (std::size_t i = 1; i < pauses.size(); ++i)
    if (pauses[i].from < pauses[i - 1].to) return true;
  return false;
}

}  // namespace

TEST_CASE("a drain of large VMs takes little more than its busiest link needs") {
  const auto memory = gib(2);
  const auto drained = drain(memory, 2);
  const double bound = 4 * static_cast<double>(memory.count) / 1e8;
  CHECK(std::ranges::all_of(drained.outcome.moves,
                            [](const auto& move) { return move.result == model::MoveResult::moved; }));
  CHECK(drained.seconds >= bound);
  CHECK(drained.seconds <= 1.05 * bound);
}

TEST_CASE("a drain of small VMs hides each set-up behind the copying before it") {
  CHECK(drain(mib(128), 2).seconds <= 0.8 * drain(mib(128), 1).seconds);
}

TEST_CASE("hand-overs of one node's VMs do not fall together") {
  for (const auto memory : {mib(128), mib(512), gib(2)}) {
    const auto drained = drain(memory, 2);
    CHECK(drained.pauses.size() == 4);
    CHECK_FALSE(fall_together(drained.pauses));
  }
}

}  // namespace haxen::executor
