// SPDX-License-Identifier: GPL-2.0-or-later
// What simulated hosts come to when they carry out a plan is what the plan has promised.
#include <doctest/doctest.h>
#include <map>

#include "migrations.hpp"
#include "planner/evacuate.hpp"
#include "simulation/dice.hpp"
#include "simulation/synthetic.hpp"

using namespace haxen;

namespace {

using Places = std::map<VmUuid, NodeName>;

Places places(const model::Fleet& fleet) {
  Places all;
  for (const auto& vm : fleet.vms) all[vm.uuid] = vm.node;
  return all;
}

void check_promise(const bench::Instance& instance, executor::Parallel limits) {
  const auto done = bench::perform(instance, limits, {});
  for (const auto& move : done.outcome.moves) {
    CAPTURE(move.move.vm.str());
    CHECK_MESSAGE(move.result == model::MoveResult::moved, move.fault);
  }
  CHECK(places(done.after) == places(model::apply(instance.fleet, instance.plan.moves)));
}

}  // namespace

TEST_CASE("random sets of migrations end where they were to go") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    check_promise(bench::random_instance(seed), seed % 2 == 0 ? bench::wide_limits() : executor::Parallel{});
  }
}

TEST_CASE("drains of invented fleets end in the fleet that was promised") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    simulation::Dice dice(seed);
    bench::Instance instance;
    instance.fleet = simulation::synthetic({static_cast<unsigned>(3 + dice.below(8)), 60}, seed);
    planner::EvacuationRequest request;
    request.sources = {instance.fleet.nodes[dice.below(instance.fleet.nodes.size())].name};
    instance.plan = planner::evacuate(instance.fleet, request);
    CHECK_FALSE(instance.plan.moves.empty());
    check_promise(instance, {});
  }
}
