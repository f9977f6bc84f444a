// SPDX-License-Identifier: GPL-2.0-or-later
// Whole worlds: the same seed for the same story, many VMs, and links that many share.
#include "simulation/world.hpp"

#include <doctest/doctest.h>

#include "builder.hpp"

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

namespace {

// Moves every VM `step` nodes on, `width` at a time from each node.
struct Carousel {
  Client& client;
  int nodes;
  std::vector<Result<void>> results;

  Task<void> lane(int first, int vms, int stride) {
    for (int vm = first; vm <= vms; vm += stride) {
      const int from = (vm - 1) % nodes;
      const auto target = fmt::format("n{}", (from + 1) % nodes + 1);
      Result<void> moved;
      co_await migrate(client.hosts(), fmt::format("n{}", from + 1), move_request(vm, target), moved);
      results.push_back(moved);
    }
  }

  static Task<int> counted(Task<void> lane) {
    co_await lane;
    co_return 1;
  }

  Task<void> run(int vms, int lanes) {
    std::vector<Task<int>> all_lanes;
    for (int first = 1; first <= lanes; ++first) all_lanes.push_back(counted(lane(first, vms, lanes)));
    co_await all(client.loop(), std::move(all_lanes));
  }
};

model::Fleet spread(int nodes, int vms) {
  auto fleet = FleetBuilder(nodes, vms).fleet;
  for (int i = 0; i < vms; ++i) {
    auto& vm = fleet.vms.at(static_cast<std::size_t>(i));
    vm.node = fleet.nodes.at(static_cast<std::size_t>(i % nodes)).name;
    vm.memory = mib(static_cast<std::uint64_t>(256 + 64 * (i % 7)));
  }
  return fleet;
}

std::string story(std::uint64_t seed, const char* faults) {
  Loop loop(Clock::simulated);
  Setup setup;
  setup.seed = seed;
  World world(loop, spread(4, 12), setup);
  world.arm(*parse_faults(faults));
  auto& client = world.client();
  Carousel carousel{client, 4, {}};
  client.start(carousel.run(12, 4));
  loop.run(client.ended());
  return to_string(world.log());
}

}  // namespace

TEST_CASE("the same seed gives the same story, another one another") {
  const auto* faults =
      "at perform of vm3: restart daemon at target\nreplying finish of vm6: cut source target for 50s\n";
  const auto once = story(7, faults);
  CHECK(once.find("vm9: runs: moved here") != std::string::npos);
  CHECK(story(7, faults) == once);
  CHECK(story(8, faults) != once);
}

TEST_CASE("a thousand VMs change places, each runs at its new node alone") {
  constexpr int nodes = 40;
  constexpr int vms = 1000;
  Loop loop(Clock::simulated);
  World world(loop, spread(nodes, vms));
  auto& client = world.client();
  Carousel carousel{client, nodes, {}};
  client.start(carousel.run(vms, 2 * nodes));
  loop.run(client.ended());
  CHECK(carousel.results.size() == vms);
  const auto verdict = world.verdict();
  CHECK(verdict.doubled.empty());
  CHECK(verdict.ended.empty());
  int arrived = 0;
  for (int i = 0; i < vms; ++i) {
    const auto& vm = verdict.vms.at(static_cast<std::size_t>(i));
    if (whereabouts(vm) == fmt::format("n{}: running", (i + 1) % nodes + 1) && vm.most_at_once == 1)
      ++arrived;
  }
  CHECK(arrived == vms);
}

TEST_CASE("two VMs that leave one node together take as long as their memory over its link") {
  Loop loop(Clock::simulated);
  World world(loop, FleetBuilder(3, 2).fleet, exact_setup());
  auto& client = world.client();
  Result<void> first;
  Result<void> second;
  client.start(migrate(client.hosts(), "n1", move_request(1, "n2"), first));
  client.loop().spawn(migrate(client.hosts(), "n1", move_request(2, "n3"), second));
  loop.run(client.ended());
  CHECK(first);
  CHECK(second);
  const double copying = 2 * 1073741824.0 / 1e8;
  CHECK(Seconds(loop.now() - Time{}).count() == doctest::Approx(copying).epsilon(0.1));
}
