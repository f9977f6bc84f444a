// SPDX-License-Identifier: GPL-2.0-or-later
// Migrations that nothing disturbs: what they leave, and where.
#include <doctest/doctest.h>

#include "builder.hpp"

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

namespace {

struct Left {
  Result<void> moved;
  VmVerdict verdict;
  virt::Notes notes;
  virt::Presence presence;
  bool autostart = false;
  Milliseconds limit{};
  std::optional<Seconds> downtime;
};

Task<void> move_and_read(virt::Hosts& hosts, virt::MigrationRequest request, virt::Notes notes,
                         Milliseconds limit, Left& left) {
  auto source = co_await hosts.open(node("n1"));
  co_await (*source)->write_notes(request.vm, notes);
  co_await (*source)->set_downtime_limit(request.vm, limit);
  left.moved = co_await (*source)->migrate(request);
  const auto target = co_await hosts.open(request.to);
  left.notes = (co_await (*target)->read_notes(request.vm)).value();
  left.presence = (co_await (*target)->look(request.vm)).value();
  left.autostart = (co_await (*target)->autostart(request.vm)).value();
  left.limit = (co_await (*target)->downtime_limit(request.vm)).value();
  left.downtime = (co_await (*target)->completed_downtime(request.vm)).value();
}

const virt::Notes some_notes{NodeName("n1"),
                             model::PendingMove{OperationId("op"), node("n1"), node("n2"), 300ms, true}};

Left move(const model::Fleet& fleet, const virt::MigrationRequest& request, Setup setup = exact_setup()) {
  Loop loop(Clock::simulated);
  World world(loop, fleet, std::move(setup));
  auto& client = world.client();
  Left left;
  client.start(move_and_read(client.hosts(), request, some_notes, 50ms, left));
  CHECK(loop.run(client.ended()) == Ending::finished);
  CHECK(world.verdict().doubled.empty());
  CHECK(world.verdict().ended.empty());
  left.verdict = verdict_on(world.verdict(), 1);
  return left;
}

}  // namespace

TEST_CASE(
    "a persistent VM runs at the target alone, defined there, with its notes but without its autostart and "
    "limit") {
  const auto fleet = FleetBuilder(2).vm(1, [](model::Vm& vm) { vm.autostart = true; }).fleet;
  for (const auto route : {virt::Route::peer_to_peer, virt::Route::managed_direct}) {
    const auto left = move(fleet, move_request(1, "n2", route));
    CHECK(left.moved);
    CHECK(whereabouts(left.verdict) == "n2: running");
    CHECK(left.verdict.most_at_once == 1);
    CHECK(left.presence.persistent);
    CHECK_FALSE(left.presence.job);
    CHECK(left.notes == some_notes);
    CHECK_FALSE(left.autostart);
    CHECK(left.limit == 300ms);
  }
}

TEST_CASE("a transient VM leaves nothing behind and stays transient") {
  auto request = move_request(1, "n2");
  request.persistent = false;
  const auto left = move(FleetBuilder(2).vm(1, [](model::Vm& vm) { vm.persistent = false; }).fleet, request);
  CHECK(whereabouts(left.verdict) == "n2: running");
  CHECK_FALSE(left.presence.persistent);
  CHECK(left.notes == some_notes);
}

TEST_CASE("a persistent VM that is moved as if it were transient ends up defined at the source") {
  auto request = move_request(1, "n2");
  request.persistent = false;
  const auto left = move(FleetBuilder(2).fleet, request);
  CHECK(whereabouts(left.verdict) == "n2: running, n1: defined");
  CHECK_FALSE(left.presence.persistent);
}

TEST_CASE("an old definition at the target is taken into use again, with its autostart") {
  auto fleet = FleetBuilder(2).fleet;
  auto old = fleet.vms.front();
  old.node = node("n2");
  old.state = model::VmState::shut_off;
  old.autostart = true;
  fleet.vms.push_back(old);
  const auto left = move(fleet, move_request(1, "n2"));
  CHECK(whereabouts(left.verdict) == "n2: running");
  CHECK(left.autostart);
}

TEST_CASE("a paused VM arrives paused") {
  const auto left =
      move(FleetBuilder(2).vm(1, [](model::Vm& vm) { vm.state = model::VmState::paused; }).fleet,
           move_request(1, "n2"));
  CHECK(left.moved);
  CHECK(whereabouts(left.verdict) == "n2: paused");
  CHECK_FALSE(left.presence.paused_by_migration);
}

TEST_CASE("the downtime told at the target is from the stop at the source to the start at the target") {
  auto setup = exact_setup();
  setup.other_guests = {Bandwidth{1e7},
                        {}};  // a tenth of the link: rounds of 10.7 s, 1.07 s, 107 ms, and 10.7 ms to rest
  const auto left = move(FleetBuilder(2).fleet, move_request(1, "n2"), setup);
  const double rest = 1073741824.0 / 1e8 / 1000;
  const auto timings = setup.timings;
  const double hand_over = Seconds(timings.switch_over + timings.latency + timings.finish / 2).count();
  REQUIRE(left.downtime);
  CHECK(left.downtime->count() == doctest::Approx(rest + hand_over).epsilon(0.001));
}

TEST_CASE("a managed migration pays the client's ways on top") {
  const auto direct = move(FleetBuilder(2).fleet, move_request(1, "n2", virt::Route::managed_direct));
  const auto peer = move(FleetBuilder(2).fleet, move_request(1, "n2"));
  CHECK(*direct.downtime > *peer.downtime);
}

namespace {

Task<void> abort_at(Client& client, Duration wait, Milliseconds limit, Result<void>& aborted) {
  co_await client.loop().sleep(wait);
  const auto host = co_await client.hosts().open(node("n1"));
  co_await (*host)->set_downtime_limit(uuid(1), limit);
  aborted = co_await (*host)->abort_job(uuid(1));
}

Task<void> read_limit(virt::Hosts& hosts, Milliseconds& limit) {
  const auto host = co_await hosts.open(node("n1"));
  limit = (co_await (*host)->downtime_limit(uuid(1))).value();
}

}  // namespace

TEST_CASE("an aborted migration leaves the VM running, and its limit as it was when the job began") {
  Loop loop(Clock::simulated);
  World world(loop, FleetBuilder(2).fleet, exact_setup());
  auto& mover = world.client();
  auto& other = world.client("elsewhere");
  Result<void> moved;
  Result<void> aborted;
  mover.start(migrate(mover.hosts(), "n1", move_request(1, "n2"), moved));
  other.start(abort_at(other, 5s, 77ms, aborted));
  loop.run(mover.ended());
  CHECK(aborted);
  CHECK(moved.error().kind == FaultKind::aborted);
  CHECK(whereabouts(verdict_on(world.verdict(), 1)) == "n1: running");
  auto& third = world.client();
  Milliseconds limit{};
  third.start(read_limit(third.hosts(), limit));
  loop.run(third.ended());
  CHECK(limit == 300ms);
}

TEST_CASE("a second migration of a VM waits for the first and is refused when that takes too long") {
  Loop loop(Clock::simulated);
  World world(loop, FleetBuilder(3).vm(1, [](model::Vm& vm) { vm.memory = gib(8); }).fleet, exact_setup());
  auto& one = world.client();
  auto& two = world.client("elsewhere");
  Result<void> first;
  Result<void> second;
  one.start(migrate(one.hosts(), "n1", move_request(1, "n2"), first));
  two.start(migrate(two.hosts(), "n1", move_request(1, "n3"), second));
  loop.run(two.ended());
  CHECK(second.error().kind == FaultKind::busy);
  loop.run(one.ended());
  CHECK(first);
}
