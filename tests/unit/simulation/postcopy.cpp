// SPDX-License-Identifier: GPL-2.0-or-later
// What is left of a post-copy that its two daemons do not see to its end: after libvirt 9.0's
// qemuMigrationProcessUnattended and qemuProcessRecoverMigration.
#include <doctest/doctest.h>

#include "builder.hpp"
#include "simulation/fault.hpp"

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

namespace {

const auto leaves = std::optional(model::Job{model::JobKind::migration_out});
const auto arrives = std::optional(model::Job{model::JobKind::migration_in});

struct Seen {
  Result<void> begun;
  Result<void> moved;
  std::string where;
  virt::Presence source;
  virt::Presence target;
};

Task<void> go_over(Client& client, Result<void>& begun) {
  co_await client.loop().sleep(5s);
  const auto host = co_await client.hosts().open(node("n1"));
  begun = co_await (*host)->start_postcopy(uuid(1));
}

Task<void> look_around(virt::Hosts& hosts, Seen& seen) {
  const auto source = co_await hosts.open(node("n1"));
  seen.source = (co_await (*source)->look(uuid(1))).value();
  const auto target = co_await hosts.open(node("n2"));
  seen.target = (co_await (*target)->look(uuid(1))).value();
}

Task<void> wait(Loop& loop, Duration length) { co_await loop.sleep(length); }

// vm1 goes over at 5 s, and its memory takes until about 16 s to follow; it is looked for after `length`.
Seen after(Duration length, const std::string& faults) {
  Loop loop(Clock::simulated);
  auto setup = exact_setup();
  setup.other_guests.dirty_rate = Bandwidth{2e8};
  World world(loop, FleetBuilder(2).fleet, setup);
  world.arm(parse_faults(faults).value());
  auto request = move_request(1, "n2");
  request.may_postcopy = true;
  Seen seen;
  auto& mover = world.client();
  mover.start(migrate(mover.hosts(), "n1", request, seen.moved));
  auto& other = world.client();
  other.start(go_over(other, seen.begun));
  loop.run(wait(loop, length));
  auto& inspector = world.client();
  inspector.start(look_around(inspector.hosts(), seen));
  loop.run(inspector.ended());
  seen.where = whereabouts(verdict_on(world.verdict(), 1));
  REQUIRE(seen.begun);
  return seen;
}

}  // namespace

TEST_CASE("undisturbed it leaves nothing behind") {
  const auto seen = after(60s, "");
  CHECK(seen.moved);
  CHECK(seen.where == "n2: running");
  CHECK_FALSE(seen.target.job);
}

TEST_CASE("while its memory follows, the source says that it leaves, and the target that it arrives") {
  const auto seen = after(10s, "");
  CHECK(seen.source.state == model::VmState::paused);
  CHECK(seen.source.job == leaves);
  CHECK_FALSE(seen.source.postcopy_failed);
  CHECK(seen.target.state == model::VmState::running);
  CHECK(seen.target.job == arrives);
}

TEST_CASE(
    "where the target's process dies, the source keeps its job for good, whatever becomes of its daemon") {
  for (const auto* more : {"", "at 60s: restart daemon at n1\n"}) {
    const auto seen = after(600s, std::string("at 8s: kill qemu of vm1 at n2\n") + more);
    CHECK_FALSE(seen.moved);
    CHECK(seen.where == "n1: paused, n2: defined");
    CHECK(seen.source.postcopy_failed);
    CHECK_FALSE(seen.source.paused_by_migration);
    CHECK(seen.source.job == leaves);
  }
}

TEST_CASE("what was sent to a target that lost its power has not gone over, though the way there is back") {
  for (const auto* more : {"", "at 300s: restart daemon at n1\n"}) {
    const auto seen = after(600s, std::string("at 8s: cut power at n2 for 60s\n") + more);
    CHECK_FALSE(seen.moved);
    CHECK(seen.where == "n1: paused, n2: defined");
    CHECK(seen.source.postcopy_failed);
    CHECK(seen.source.job == leaves);
  }
}

TEST_CASE("where the source's process dies, the target is left running, with a job and without its memory") {
  const auto seen = after(600s, "at 8s: kill qemu of vm1 at n1");
  CHECK_FALSE(seen.moved);
  CHECK(seen.source.state == model::VmState::shut_off);
  CHECK_FALSE(seen.source.job);
  CHECK(seen.target.state == model::VmState::running);
  CHECK(seen.target.postcopy_failed);
  CHECK(seen.target.job == arrives);
}

TEST_CASE(
    "the source's daemon comes back, and ends its copy when all memory is there, but not the definition") {
  const auto between = after(12s, "at 8s: restart daemon at n1");
  CHECK(between.source.job == leaves);
  CHECK_FALSE(between.source.postcopy_failed);
  CHECK(after(60s, "at 8s: restart daemon at n1").where == "n2: running, n1: defined");
}

TEST_CASE("a source whose memory was all sent while its daemon was away is ended when that is back") {
  CHECK(after(60s, "at 15s: restart daemon at n1").where == "n2: running, n1: defined");
}

TEST_CASE("a source that lost the target's daemon calls broken off what goes on, and ends by itself") {
  const auto between = after(12s, "at 8s: restart daemon at n2");
  CHECK_FALSE(between.moved);
  CHECK(between.source.postcopy_failed);
  CHECK(between.source.job == leaves);
  CHECK(between.target.state == model::VmState::running);
  CHECK_FALSE(between.target.postcopy_failed);
  CHECK(between.target.job == arrives);
  const auto later = after(60s, "at 8s: restart daemon at n2");
  CHECK(later.where == "n2: running, n1: defined");
  CHECK_FALSE(later.target.job);
}

TEST_CASE("parted for long, both ends say that it broke off once they know it, and neither ends") {
  const auto early = after(60s, "at 8s: cut n1 n2 for 1000s");
  CHECK(early.source.postcopy_failed);
  CHECK_FALSE(early.target.postcopy_failed);
  const auto late = after(1200s, "at 8s: cut n1 n2 for 1000s");
  CHECK(late.source.postcopy_failed);
  CHECK(late.source.job == leaves);
  CHECK(late.target.state == model::VmState::running);
  CHECK(late.target.postcopy_failed);
  CHECK(late.target.job == arrives);
  CHECK(late.where == "n1: paused, n2: paused");
}
