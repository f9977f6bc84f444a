// SPDX-License-Identifier: GPL-2.0-or-later
// What is measured before a plan is shown, on simulated hosts, and what follows from it.
#include "operation/foresight.hpp"

#include <doctest/doctest.h>

#include "simulation/builder.hpp"

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

namespace {

model::Plan plan_to(const model::Fleet& fleet, const std::string& to) {
  model::Plan plan;
  for (const auto& vm : fleet.vms) {
    model::Move move;
    move.vm = vm.uuid;
    move.from = vm.node;
    move.to = NodeName(to);
    move.memory = vm.memory;
    plan.moves.push_back(move);
  }
  return plan;
}

/// Links of 1e8 bytes a second; vm1 writes nothing, vm2 writes 1e7 and vm3 2e8 bytes a second.
struct Measured {
  explicit Measured(executor::Settings wanted = {}) : settings(std::move(wanted)) {
    auto setup = exact_setup();
    setup.guests[uuid(2)] = {Bandwidth{1e7}, Bytes{}};
    setup.guests[uuid(3)] = {Bandwidth{2e8}, Bytes{}};
    World world(loop, before, setup);
    auto& client = world.client();
    executor::Connections connections(client.loop(), client.hosts());
    operation::Foresight foresight(client.loop(), connections, settings, {});
    client.start(foresight.measure(before, plan_to(before, "n2")));
    loop.run(wait_for(client));
    took = loop.now() - Time{};
    fleet = foresight.informed(before);
    plan = foresight.foretold(fleet, plan_to(fleet, "n2"));
  }

  static Task<void> wait_for(Client& client) { co_await client.ended(); }

  const model::Vm& vm(int number) const { return *model::find_vm(fleet, uuid(number)); }

  Loop loop{Clock::simulated};
  model::Fleet before = FleetBuilder(3, 3).fleet;
  executor::Settings settings;
  Duration took{};
  model::Fleet fleet;
  model::Plan plan;
};

}  // namespace

TEST_CASE("all VMs that are to move are measured at once, in little more than a second") {
  const Measured measured;
  CHECK(measured.took < 2s);
  CHECK(measured.vm(1).dirty_rate == Bandwidth{0});
  CHECK(measured.vm(2).dirty_rate == Bandwidth{1e7});
  CHECK(measured.vm(3).dirty_rate == Bandwidth{2e8});
  CHECK(measured.vm(1).memory_used == gib(1));
}

TEST_CASE("rounds, time and outage of each move follow from what was measured") {
  const Measured measured;
  const auto& idle = measured.plan.moves[0];
  const auto& busy = measured.plan.moves[1];
  CHECK(idle.expected_rounds == 1);
  CHECK(idle.expected_time->count() == doctest::Approx(10.737).epsilon(0.01));
  CHECK(idle.expected_outage->count() == doctest::Approx(0.1));
  CHECK(busy.expected_rounds == 4);
  CHECK(busy.expected_time->count() == doctest::Approx(10.737 * 1.1111).epsilon(0.01));
  CHECK(!measured.plan.moves[2].expected_rounds);
}

TEST_CASE("a VM that can never get over is hindered, and told how fast it writes") {
  const Measured measured;
  CHECK(measured.vm(2).hindrances.empty());
  REQUIRE(measured.vm(3).hindrances.size() == 1);
  CHECK(measured.vm(3).hindrances[0].kind == model::HindranceKind::too_busy);
  CHECK(measured.vm(3).hindrances[0].detail.find("(measured over 1 s)") != std::string::npos);
  CHECK(measured.vm(3).hindrances[0].detail.find("its budget is 250 ms") != std::string::npos);
}

TEST_CASE("who may be slowed down, or away for long enough, is not hindered") {
  executor::Settings throttling;
  throttling.allow_throttle = true;
  CHECK(Measured(throttling).vm(3).hindrances.empty());
  executor::Settings patient;
  patient.max_outage = 30s;
  CHECK(Measured(patient).vm(3).hindrances.empty());
}
