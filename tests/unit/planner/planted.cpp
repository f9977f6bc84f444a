// SPDX-License-Identifier: GPL-2.0-or-later
// Tight fleets whose node can be drained because somebody made sure that it can: the way is walked backwards.
#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "planner/audit.hpp"
#include "planner/evacuate.hpp"
#include "random_fleets.hpp"

using namespace haxen;
using namespace haxen::planner;

namespace {

struct Tight {
  std::vector<unsigned> size;  ///< by VM, MiB
  std::vector<unsigned> at;
  std::vector<unsigned> free;  ///< by node, MiB
};

/// All on nodes 1 and up, which have no more than a fiftieth left; node 0 is empty and as large as the
/// others.
Tight packed(test::Dice& dice, unsigned nodes, unsigned vms) {
  Tight tight;
  std::vector<unsigned> used(nodes);
  for (unsigned v = 0; v < vms; ++v) {
    tight.size.push_back(dice.roll(500, 8000));
    tight.at.push_back(1 + v % (nodes - 1));
    used[tight.at[v]] += tight.size[v];
  }
  used[0] = *std::ranges::max_element(used);
  for (unsigned n = 0; n < nodes; ++n) tight.free.push_back(n == 0 ? used[0] : dice.roll(0, used[n] / 50));
  return tight;
}

/// Moves that could be taken back one by one, many of them to node 0.
void stir(Tight& tight, test::Dice& dice, unsigned times) {
  for (unsigned i = 0; i < times; ++i) {
    const auto v = dice.roll(0, static_cast<unsigned>(tight.size.size()) - 1);
    const auto to = dice.roll(0, 2) == 0 ? 0 : dice.roll(0, static_cast<unsigned>(tight.free.size()) - 1);
    if (to == tight.at[v] || tight.free[to] < tight.size[v]) continue;
    tight.free[tight.at[v]] += tight.size[v];
    tight.free[to] -= tight.size[v];
    tight.at[v] = to;
  }
}

model::Fleet fleet_of(const Tight& tight) {
  auto capacity = tight.free;
  for (std::size_t v = 0; v < tight.size.size(); ++v) capacity[tight.at[v]] += tight.size[v];
  test::FleetBuilder builder;
  for (std::size_t n = 0; n < capacity.size(); ++n) builder.node(fmt::format("n{:02}", n), mib(capacity[n]));
  for (std::size_t v = 0; v < tight.size.size(); ++v)
    builder.vm(fmt::format("v{:03}", v), fmt::format("n{:02}", tight.at[v]), mib(tight.size[v]));
  return builder.build();
}

/// How many of them are drained.
unsigned drained(unsigned nodes, unsigned vms, unsigned count) {
  unsigned found = 0;
  for (unsigned seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    test::Dice dice(seed);
    auto tight = packed(dice, nodes, vms);
    stir(tight, dice, 20 * vms);
    const auto fleet = fleet_of(tight);
    EvacuationRequest request;
    request.sources = {NodeName("n00")};
    const auto plan = evacuate(fleet, request);
    REQUIRE(audit(fleet, plan).empty());
    if (plan.blockers.empty()) ++found;
  }
  MESSAGE(found << " of " << count << " fleets of " << nodes << " nodes and " << vms << " VMs are drained");
  return found;
}

}  // namespace

TEST_CASE("a tight fleet of 6 nodes is drained nearly always when it can be") {
  const auto count = test::random_fleets(100);
  CHECK(drained(6, 16, count) * 100 >= count * 99);
}

TEST_CASE("a tight fleet of 40 nodes is drained nearly always when it can be") {
  const auto count = test::random_fleets(30);
  CHECK(drained(40, 400, count) * 100 >= count * 99);
}
