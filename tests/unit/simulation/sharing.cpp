// SPDX-License-Identifier: GPL-2.0-or-later
// Rates by max-min fairness, and how long streams take that come and go.
#include "simulation/sharing.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "simulation/dice.hpp"
#include "simulation/traffic.hpp"

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

TEST_CASE("streams that share one link share it equally") {
  CHECK(fair_rates({90}, {{0}, {0}, {0}}) == std::vector<double>{30, 30, 30});
}

TEST_CASE("a stream alone on its way gets the narrowest link of it") {
  CHECK(fair_rates({100, 40}, {{0, 1}}) == std::vector<double>{40});
}

TEST_CASE("what one stream cannot use goes to those who can") {
  // Bertsekas and Gallager's kind of case: the second link holds its two streams at 15, and the first has 45
  // left for one.
  CHECK(fair_rates({60, 30, 100}, {{0}, {0, 1}, {1, 2}}) == std::vector<double>{45, 15, 15});
}

TEST_CASE("no stream's rate could grow without taking from one that has no more, on random networks") {
  const std::uint64_t seed = 20240611;
  INFO("seed ", seed);
  Dice dice(seed);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> capacities(2 + dice.below(8));
    for (auto& each : capacities) each = 1 + static_cast<double>(dice.below(100));
    std::vector<Path> streams(1 + dice.below(20));
    for (auto& path : streams) {
      path = {dice.below(capacities.size())};
      const auto other = dice.below(capacities.size());
      if (other != path.front()) path.push_back(other);
    }
    const auto rates = fair_rates(capacities, streams);

    std::vector<double> load(capacities.size());
    for (std::size_t i = 0; i < streams.size(); ++i) {
      for (const auto link : streams[i]) load[link] += rates[i];
    }
    for (std::size_t i = 0; i < streams.size(); ++i) {
      // Its bottleneck: a full link on which nobody has more.
      const bool bounded = std::ranges::any_of(streams[i], [&](std::size_t link) {
        bool has_most = true;
        for (std::size_t k = 0; k < streams.size(); ++k) {
          const bool passes = std::ranges::find(streams[k], link) != streams[k].end();
          if (passes && rates[k] > rates[i] + 1e-9) has_most = false;
        }
        return has_most && load[link] > capacities[link] - 1e-9;
      });
      REQUIRE(bounded);
    }
    for (std::size_t link = 0; link < load.size(); ++link) REQUIRE(load[link] <= capacities[link] + 1e-9);
  }
}

namespace {

struct Wire {
  Loop loop{Clock::simulated};
  Timings timings;
  Dice dice{1};
  Network network{loop, timings, dice};
  Traffic traffic{loop, network};
  std::vector<double> ended;

  explicit Wire(int sites) {
    network.watch([this](const Site&, const Site&) { traffic.refresh(); });
    for (int i = 1; i <= sites; ++i) traffic.add_links(Site("n" + std::to_string(i)), Bandwidth{100});
  }
  Traffic::Id send(const char* from, const char* to, double bytes, std::size_t slot) {
    const auto id = traffic.open(Site(from), Site(to));
    ended.resize(std::max(ended.size(), slot + 1), -1);
    traffic.send(id, bytes, [this, id, slot] {
      ended[slot] = Seconds(loop.now() - Time{}).count();
      traffic.close(id);
    });
    return id;
  }
  void pass(Duration length) { loop.run(wait(length)); }
  Task<void> wait(Duration length) { co_await loop.sleep(length); }
};

}  // namespace

TEST_CASE("a stream speeds up when another that shared its link is through") {
  Wire wire(3);
  wire.send("n1", "n2", 100, 0);  // 50/s until the other ends at 2 s … this one is the other
  wire.send("n1", "n3", 300, 1);  // 50/s for 2 s, then 100/s for the 200 that are left
  wire.pass(10s);
  CHECK(wire.ended[0] == doctest::Approx(2));
  CHECK(wire.ended[1] == doctest::Approx(4));
}

TEST_CASE("the two directions of a link do not share") {
  Wire wire(2);
  wire.send("n1", "n2", 100, 0);
  wire.send("n2", "n1", 100, 1);
  wire.pass(10s);
  CHECK(wire.ended == std::vector<double>{1, 1});
}

TEST_CASE("a cut stalls a stream and gives its share to others, and the mending sets it going again") {
  Wire wire(3);
  wire.send("n1", "n2", 100, 0);
  wire.send("n1", "n3", 200, 1);
  wire.pass(1s);
  wire.network.cut(Site("n1"), Site("n2"));
  wire.pass(3s);
  wire.network.mend(Site("n1"), Site("n2"));
  wire.pass(10s);
  CHECK(wire.ended[1] == doctest::Approx(2.5));  // 50 in the first second, then 100/s
  CHECK(wire.ended[0] == doctest::Approx(4.5));  // 50 before the cut, 50 at 100/s after it
}
