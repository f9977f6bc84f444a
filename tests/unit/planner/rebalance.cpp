// SPDX-License-Identifier: GPL-2.0-or-later
// How load is evened out, and what rebalancing never does.
#include "planner/rebalance.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "planner/audit.hpp"
#include "planner/failover_room.hpp"
#include "random_fleets.hpp"

using namespace haxen;
using namespace haxen::planner;
using test::FleetBuilder;
using test::lines;
using Lines = std::vector<std::string>;

namespace {

RebalanceRequest anything() { return {}; }

/// Of what holds for every plan: it passes its audit, and planning on its outcome has nothing to do.
model::Plan sound_plan(const model::Fleet& fleet, const RebalanceRequest& request = anything()) {
  auto plan = rebalance(fleet, request);
  CHECK(audit(fleet, plan).empty());
  CHECK(lines(rebalance(model::apply(fleet, plan.moves), request)) == Lines{});
  return plan;
}

/// Nodes a, b, c ... of this size.
FleetBuilder nodes(unsigned count, Bytes capacity) {
  FleetBuilder builder;
  for (unsigned n = 0; n < count; ++n) builder.node(std::string(1, static_cast<char>('a' + n)), capacity);
  return builder;
}

std::size_t count_of_moves(const model::Fleet& fleet, const RebalanceRequest& request) {
  return rebalance(fleet, request).moves.size();
}

FleetBuilder& with_load(FleetBuilder& builder, const char* name, const char* node, Bytes memory,
                        double cpus) {
  builder.vm(name, node, memory);
  builder.last_vm().cpu_used = cpus;
  return builder;
}

/// Two nodes nearly full, one hot and one cold, and a third with just enough room for a VM to wait in.
model::Fleet exchange_through_a_third_node() {
  auto builder = nodes(3, gib(11));
  with_load(builder, "hot", "a", gib(5), 6);
  with_load(builder, "warm", "a", gib(5), 6);
  with_load(builder, "cold", "b", gib(5), 0.5);
  with_load(builder, "cool", "b", gib(5), 0.5);
  with_load(builder, "calm", "c", gib(5), 6);
  return builder.build();
}

FleetBuilder uneven() {
  auto builder = nodes(2, gib(16));
  for (const auto* name : {"v1", "v2", "v3", "v4"}) builder.vm(name, "a", gib(2));
  return builder;
}

std::int64_t stranded_memory(const model::Fleet& fleet) {
  std::int64_t sum = 0;
  for (const auto& room : failover_room(fleet))
    for (const auto& vm : room.stranded)
      sum += static_cast<std::int64_t>(model::find_vm(fleet, vm)->memory.count);
  return sum;
}

std::vector<bool> nodes_that_may_be_lost(const model::Fleet& fleet) {
  std::vector<bool> all;
  for (const auto& room : failover_room(fleet)) all.push_back(room.stranded.empty());
  return all;
}

/// Rules that hold where everybody is.
model::Fleet fleet_with_rules(unsigned seed) {
  test::Dice dice(seed);
  auto builder = test::random_fleet(dice, 6, 24);
  const auto fleet = builder.build();
  for (unsigned i = 0; i < 3 && fleet.vms.size() > 1; ++i) {
    const auto& one = fleet.vms[dice.roll(0, static_cast<unsigned>(fleet.vms.size()) - 1)];
    const auto& other = fleet.vms[dice.roll(0, static_cast<unsigned>(fleet.vms.size()) - 1)];
    if (one.uuid == other.uuid) continue;
    const auto kind = one.node == other.node ? model::RuleKind::together : model::RuleKind::apart;
    builder.rule(kind, "rule" + std::to_string(i), {one.name.str(), other.name.str()});
    if (kind == model::RuleKind::apart && dice.roll(0, 1) == 1)
      builder.last_rule().time = model::RuleTime::at_every_step;
  }
  return builder.build();
}

}  // namespace

TEST_CASE("half of what one node has goes to the empty one, and then there is nothing to do") {
  const auto plan = sound_plan(uneven().build());
  CHECK(plan.moves.size() == 2);
  CHECK(*plan.score_after < *plan.score_before / 2);
}

TEST_CASE("numbers of VMs are no goal") {
  auto builder = nodes(2, gib(16)).vm("big", "a", gib(4));
  builder.last_vm().vcpus = 4;
  for (const auto* name : {"v1", "v2", "v3", "v4"}) {
    builder.vm(name, "b", gib(1));
    builder.last_vm().vcpus = 1;
  }
  CHECK(count_of_moves(builder.build(), anything()) == 0);
}

TEST_CASE("an exchange that has no room is made through a third node") {
  const auto plan = sound_plan(exchange_through_a_third_node());
  CHECK(plan.moves.size() == 3);
  CHECK(plan.moves.front().to == NodeName("c"));
  CHECK(plan.moves.back().from == NodeName("c"));
  CHECK(*plan.score_after < *plan.score_before / 2);
}

TEST_CASE("no more moves are made than allowed, parking moves counted") {
  auto request = anything();
  request.max_moves = 2;
  CHECK(count_of_moves(exchange_through_a_third_node(), request) <= 2);
  request.max_moves = 1;
  CHECK(count_of_moves(uneven().build(), request) == 1);
  request.max_moves = 0;
  CHECK(count_of_moves(uneven().build(), request) == 0);
}

TEST_CASE("no more memory is moved than the budget holds, and no longer") {
  auto request = anything();
  request.data = gib(3);
  CHECK(count_of_moves(uneven().build(), request) == 1);
  request.data.reset();
  request.time = Seconds(3);
  auto fleet = uneven().build();
  for (auto& node : fleet.nodes) node.link = Bandwidth{1 << 30};
  CHECK(count_of_moves(fleet, request) == 1);
}

TEST_CASE("what gains too little is not worth a move") {
  auto request = anything();
  request.min_gain = 1;
  CHECK(count_of_moves(uneven().build(), request) == 0);
}

TEST_CASE("VMs outside the selection stay") {
  auto request = anything();
  request.vms.except = {VmUuid("uuid-v1"), VmUuid("uuid-v2"), VmUuid("uuid-v3")};
  CHECK(lines(rebalance(uneven().build(), request)) == Lines{"v4: a>b"});
}

TEST_CASE("VMs that were moved a short while ago stay, and it is told until when") {
  using std::chrono::minutes;
  const auto now = model::WallTime(std::chrono::hours(500'000));
  auto fleet = uneven().build();
  fleet.vms[0].moved = now - minutes(29);
  fleet.vms[1].moved = now - minutes(30);
  fleet.vms[2].moved = now + minutes(1);   // by a clock that is ahead
  fleet.vms[3].moved = now + minutes(30);  // by one that says nothing
  auto request = anything();
  request.cool_down = minutes(30);
  request.now = now;
  const auto plan = sound_plan(fleet, request);
  CHECK(lines(plan) == Lines{"v2: a>b", "v4: a>b"});
  CHECK(plan.resting == std::vector<model::Rest>{{VmUuid("uuid-v1"), now + minutes(1)},
                                                 {VmUuid("uuid-v3"), now + minutes(31)}});

  // Who would not be moved anyway is not named.
  request.vms.except = {VmUuid("uuid-v1")};
  CHECK(rebalance(fleet, request).resting.size() == 1);
  request.cool_down = Milliseconds(0);
  CHECK(rebalance(fleet, request).resting.empty());
  request.cool_down = minutes(30);
  fleet.nodes[0].mark.emplace();
  CHECK(rebalance(fleet, request).resting.empty());
}

TEST_CASE("a migration that is under way is followed, and counts where it leads") {
  auto builder = uneven();
  auto fleet = builder.build();
  for (auto& vm : fleet.vms) {
    if (vm.name != VmName("v1") && vm.name != VmName("v2")) continue;
    vm.job = model::Job{model::JobKind::migration_out};
    vm.pending = model::PendingMove{OperationId("cut-short"), NodeName("a"), NodeName("b"), {}, false, {}};
  }
  const auto plan = rebalance(fleet, anything());
  CHECK(audit(fleet, plan).empty());
  CHECK(lines(plan) == Lines{"v1: a>b", "v2: a>b"});
  for (const auto& move : plan.moves) CHECK(move.kind == model::MoveKind::adopt);
  CHECK(lines(rebalance(model::apply(fleet, plan.moves), anything())) == Lines{});

  // Moves that were begun before do not count against what is allowed.
  for (std::size_t i = 0; i < 4; ++i)
    if (fleet.vms[i].name == VmName("v2")) fleet.vms[i].job.reset(), fleet.vms[i].pending.reset();
  auto request = anything();
  request.max_moves = 1;
  CHECK(count_of_moves(fleet, request) == 2);

  fleet.nodes[1].mark.emplace();
  CHECK(count_of_moves(fleet, anything()) == 0);
}

TEST_CASE("cordoned and claimed nodes and their VMs are left alone") {
  for (const auto kind : {model::MarkKind::cordon, model::MarkKind::claim}) {
    for (std::size_t n : {0U, 1U}) {
      auto fleet = uneven().build();
      fleet.nodes[n].mark.emplace();
      fleet.nodes[n].mark->kind = kind;
      fleet.nodes[n].mark->operation = OperationId("somebody's");
      CHECK(count_of_moves(fleet, anything()) == 0);
    }
  }
}

TEST_CASE("a broken rule is mended, although the balance suffers") {
  const auto fleet = nodes(3, gib(16))
                         .vm("v1", "a", gib(2))
                         .vm("v2", "a", gib(2))
                         .vm("v3", "b", gib(4))
                         .vm("v4", "c", gib(4))
                         .rule(model::RuleKind::apart, "apart", {"v1", "v2"})
                         .build();
  CHECK(sound_plan(fleet).moves.size() == 1);
}

TEST_CASE("VMs that must be together move together") {
  auto builder = uneven();
  builder.rule(model::RuleKind::together, "pair", {"v1", "v2"});
  builder.rule(model::RuleKind::together, "other pair", {"v3", "v4"});
  CHECK(sound_plan(builder.build()).moves.size() == 2);
}

TEST_CASE("room for a failover goes before balance") {
  // Evenly used, but what is on a fits nowhere once it is lost.
  const auto fleet = nodes(3, gib(10))
                         .vm("big", "a", gib(6))
                         .vm("v1", "b", gib(3))
                         .vm("v2", "b", gib(3))
                         .vm("v3", "c", gib(3))
                         .vm("v4", "c", gib(2))
                         .build();
  REQUIRE(stranded_memory(fleet) > 0);
  CHECK(stranded_memory(model::apply(fleet, sound_plan(fleet).moves)) == 0);
}

TEST_CASE("what holds for every rebalance") {
  const auto count = test::random_fleets(150);
  for (unsigned seed = 1; seed <= count; ++seed) {
    CAPTURE(seed);
    const auto fleet = fleet_with_rules(seed);
    const auto plan = sound_plan(fleet);
    const auto end = model::apply(fleet, plan.moves);

    // The room for a failover only grows, and the score falls unless that grew.
    CHECK(stranded_memory(end) <= stranded_memory(fleet));
    const auto before = nodes_that_may_be_lost(fleet);
    const auto after = nodes_that_may_be_lost(end);
    for (std::size_t n = 0; n < before.size(); ++n) CHECK((after[n] || !before[n]));
    if (stranded_memory(end) == stranded_memory(fleet))
      CHECK(*plan.score_after <= *plan.score_before + 1e-12);

    // The order in which the fleet is given changes nothing.
    auto shuffled = fleet;
    std::ranges::reverse(shuffled.nodes);
    std::ranges::shuffle(shuffled.vms, std::mt19937(seed));
    CHECK(lines(rebalance(shuffled, anything())) == lines(plan));
  }
}
