// SPDX-License-Identifier: GPL-2.0-or-later
// What becomes of one migration that is watched: by who started it, by who found it under way, and when it is
// given up.
#include "executor/flight.hpp"

#include <doctest/doctest.h>

#include "simulation/builder.hpp"

namespace haxen::executor {

namespace {

using simulation::move_request;
using simulation::node;
using simulation::uuid;
using std::chrono::seconds;

class Ears : public Listener {
 public:
  void hear(const model::Happening& happening) override {
    if (std::holds_alternative<model::Sampled>(happening)) ++samples;
    if (const auto* warned = std::get_if<model::Warned>(&happening)) warnings.push_back(warned->text);
  }
  int samples = 0;
  std::vector<std::string> warnings;
};

struct Seen {
  Result<void> ended;
  Ears ears;
  Seconds took{};
};

enum class Way { sent, joined };

// Presses the stop switch twice after that long.
Task<void> press(Loop& loop, StopSwitch& stop, Duration after) {
  co_await loop.sleep(after);
  stop.press(model::StopCause::asked);
  stop.press(model::StopCause::asked_twice);
}

Task<void> watch(simulation::Client& client, Way way, std::optional<Duration> abort_after, Seen& seen) {
  auto& loop = client.loop();
  Connections connections(loop, client.hosts());
  const Settings settings;
  Routes routes;
  StopSwitch stop(loop);
  const Ground ground{loop, connections, settings, routes, seen.ears, stop};
  const model::NamedVm vm{uuid(1), VmName("vm1")};
  if (abort_after) loop.spawn(press(loop, stop, *abort_after));
  const auto request = move_request(1, "n2");
  const auto from = node("n1");
  const migration::Bounds bounds;
  if (way == Way::sent) {
    const auto flown = co_await send(ground, vm, from, request, bounds);
    seen.ended = flown.ended;
    co_return;
  }
  Flight flight(ground, vm, from, bounds);
  seen.ended = co_await flight.join();
}

Task<void> run(simulation::Client& client, Task<void> program) {
  client.start(std::move(program));
  co_await client.ended();
}

simulation::Setup without_trust() {
  auto setup = simulation::exact_setup();
  setup.peers = false;
  return setup;
}

// Of a GiB over 100 MB/s.
Seen alone(std::optional<Duration> abort_after, const simulation::Setup& setup = simulation::exact_setup()) {
  Loop loop(Clock::simulated);
  simulation::World world(loop, simulation::FleetBuilder(2).fleet, setup);
  Seen seen;
  auto& client = world.client();
  const auto begun = loop.now();
  loop.run(run(client, watch(client, Way::sent, abort_after, seen)));
  seen.took = loop.now() - begun;
  return seen;
}

// Somebody else's, joined after two seconds.
Task<void> join_later(Loop& loop, simulation::World& world, std::optional<Duration> abort_after,
                      Result<void>& moved, Seen& seen) {
  auto& other = world.client();
  other.start(simulation::migrate(other.hosts(), "n1", move_request(1, "n2"), moved));
  co_await loop.sleep(seconds(2));
  auto& client = world.client();
  client.start(watch(client, Way::joined, abort_after, seen));
  co_await client.ended();
  co_await other.ended();
}

Seen joined(std::optional<Duration> abort_after, Result<void>& moved) {
  Loop loop(Clock::simulated);
  simulation::World world(loop, simulation::FleetBuilder(2).fleet, simulation::exact_setup());
  Seen seen;
  loop.run(join_later(loop, world, abort_after, moved, seen));
  return seen;
}

std::optional<Fault> why_not(const Result<void>& ended) {
  return ended ? std::nullopt : std::optional(ended.error());
}

const Fault aborted{FaultKind::aborted, "vm 'vm1': aborted on request"};

}  // namespace

TEST_CASE("a migration is told of while it goes on, and its end is the call's") {
  const auto seen = alone(std::nullopt);
  CHECK(why_not(seen.ended) == std::nullopt);
  CHECK(seen.ears.samples > 10);
  CHECK(seen.ears.warnings.empty());
}

TEST_CASE("what is given up says why, whoever has started it") {
  CHECK(why_not(alone(seconds(3)).ended) == aborted);
  Result<void> moved;
  CHECK(why_not(joined(seconds(3), moved).ended) == aborted);
  CHECK_FALSE(moved);
}

TEST_CASE("one that is about to end when it is given up is let end: it is never cut while it switches over") {
  auto setup = simulation::exact_setup();
  setup.timings.switch_over = std::chrono::milliseconds(400);
  int moved = 0;
  int given_up = 0;
  const auto whole = alone(std::nullopt, setup).took;
  for (auto after = whole - Seconds{3}; after < whole; after += Seconds{0.05}) {
    const auto seen = alone(std::chrono::duration_cast<Duration>(after), setup);
    CAPTURE(after.count());
    CHECK(seen.took < whole + Seconds{1});
    (seen.ended ? moved : given_up) += 1;
    if (!seen.ended) CHECK(seen.ended.error() == aborted);
  }
  CHECK(moved > 10);
  CHECK(given_up > 10);
}

TEST_CASE("one that somebody else has started is followed to its end") {
  Result<void> moved = fault(FaultKind::failed, "not yet");
  const auto seen = joined(std::nullopt, moved);
  CHECK(why_not(seen.ended) == std::nullopt);
  CHECK(why_not(moved) == std::nullopt);
  CHECK(seen.ears.samples > 10);
}

TEST_CASE("where nodes do not let each other in, haxen drives, and says so once") {
  const auto seen = alone(std::nullopt, without_trust());
  CHECK(why_not(seen.ended) == std::nullopt);
  REQUIRE(seen.ears.warnings.size() == 1);
  CHECK(seen.ears.warnings[0].find("cannot reach node 'n2' by itself") != std::string::npos);
}

}  // namespace haxen::executor
