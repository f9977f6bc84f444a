// SPDX-License-Identifier: GPL-2.0-or-later
// What a simulated daemon answers, and the small changes that it makes.
#include <doctest/doctest.h>

#include "builder.hpp"

using namespace haxen;
using namespace haxen::simulation;
using namespace std::chrono_literals;

namespace {

model::Mark mark(const char* operation) {
  model::Mark made;
  made.operation = OperationId(operation);
  return made;
}

struct Marking {
  Result<model::Mark> first = fault(FaultKind::failed, "not asked");
  Result<model::Mark> second = fault(FaultKind::failed, "not asked");
  Result<void> rewritten, removed, removed_again;
  std::optional<model::Mark> left;
};

Task<void> mark_twice(virt::Hosts& hosts, Marking& seen) {
  const auto host = co_await hosts.open(node("n1"));
  seen.first = co_await (*host)->place_mark(mark("one"));
  seen.second = co_await (*host)->place_mark(mark("two"));
  auto stranger = *seen.first;
  stranger.id = "another";
  seen.rewritten = co_await (*host)->rewrite_mark(stranger);
  const auto read = co_await (*host)->read_mark();
  seen.left = *read;
  seen.removed = co_await (*host)->remove_mark(seen.first->id);
  seen.removed_again = co_await (*host)->remove_mark(seen.first->id);
}

struct Leaving {
  std::optional<model::Mark> beside, alone, after;
  model::Mark claim, said;
};

Task<void> mark_beside(virt::Hosts& hosts, Leaving& seen) {
  const auto host = co_await hosts.open(node("n1"));
  auto leaving = mark("two");
  leaving.leaving = true;
  seen.claim = *co_await (*host)->place_mark(mark("one"));
  seen.said = *co_await (*host)->place_mark(leaving);
  seen.beside = *co_await (*host)->read_mark();
  co_await (*host)->remove_mark(seen.claim.id);
  seen.alone = *co_await (*host)->read_mark();
  co_await (*host)->remove_mark(seen.said.id);
  seen.after = *co_await (*host)->read_mark();
}

struct Looks {
  Result<virt::Presence> at_source = fault(FaultKind::failed, "not asked");
  Result<virt::Presence> at_target = fault(FaultKind::failed, "not asked");
  Result<virt::Presence> of_nothing = fault(FaultKind::failed, "not asked");
  Result<model::JobSample> sample = fault(FaultKind::failed, "not asked");
  Result<void> notes_written;
  Duration notes_took{};
};

Task<void> look_in_the_middle(Client& client, Looks& looks) {
  co_await client.loop().sleep(5s);
  const auto source = co_await client.hosts().open(node("n1"));
  const auto target = co_await client.hosts().open(node("n2"));
  looks.at_source = co_await (*source)->look(uuid(1));
  looks.at_target = co_await (*target)->look(uuid(1));
  looks.of_nothing = co_await (*target)->look(uuid(7));
  looks.sample = co_await (*source)->job(uuid(1));
  const auto began = client.loop().now();
  looks.notes_written = co_await (*source)->write_notes(uuid(1), virt::Notes{});
  looks.notes_took = client.loop().now() - began;
}

struct Texts {
  std::map<VmUuid, std::string> seen, asked;
};

Task<void> read_texts(virt::Hosts& hosts, Texts& texts) {
  const auto host = co_await hosts.open(node("n1"));
  auto seen = co_await (*host)->observe();
  texts.seen = std::move(seen->texts);
  const std::vector<VmUuid> wanted{uuid(1), uuid(7)};
  auto asked = co_await (*host)->definitions(wanted);
  texts.asked = std::move(*asked);
}

}  // namespace

TEST_CASE("a VM that runs is written with an id, its definition and one that is off without") {
  Loop loop(Clock::simulated);
  const auto off = [](model::Vm& vm) { vm.state = model::VmState::shut_off; };
  World world(loop, FleetBuilder(1, 2).vm(2, off).fleet, exact_setup());
  auto& client = world.client();
  Texts texts;
  client.start(read_texts(client.hosts(), texts));
  loop.run(client.ended());
  CHECK(texts.seen.size() == 2);
  CHECK(texts.seen[uuid(1)].starts_with("<domain type='kvm' id='1'>"));
  CHECK(texts.seen[uuid(2)].starts_with("<domain type='kvm'>"));
  CHECK(texts.asked.size() == 1);
  CHECK(texts.asked[uuid(1)].starts_with("<domain type='kvm'>"));
}

TEST_CASE("a second mark is refused, and only the holder's id rewrites or removes the first") {
  Loop loop(Clock::simulated);
  World world(loop, FleetBuilder(1).fleet, exact_setup());
  auto& client = world.client();
  Marking seen;
  client.start(mark_twice(client.hosts(), seen));
  loop.run(client.ended());
  REQUIRE(seen.first);
  CHECK_FALSE(seen.first->id.empty());
  CHECK(seen.second.error().kind == FaultKind::exists);
  CHECK(seen.rewritten.error().kind == FaultKind::missing);
  CHECK(seen.left == *seen.first);
  CHECK(seen.removed);
  CHECK(seen.removed_again.error().kind == FaultKind::missing);
}

TEST_CASE("that a node goes down is said beside another's mark, and read with it or alone") {
  Loop loop(Clock::simulated);
  World world(loop, FleetBuilder(1).fleet, exact_setup());
  auto& client = world.client();
  Leaving seen;
  client.start(mark_beside(client.hosts(), seen));
  loop.run(client.ended());
  auto claim = seen.claim;
  claim.leaving = true;
  CHECK(seen.beside == claim);
  CHECK(seen.alone == seen.said);
  CHECK_FALSE(seen.after);
}

TEST_CASE("in the middle of a migration both ends show it, and what needs the VM waits for it in vain") {
  Loop loop(Clock::simulated);
  World world(loop, FleetBuilder(2).vm(1, [](model::Vm& vm) { vm.memory = gib(4); }).fleet, exact_setup());
  auto& mover = world.client();
  auto& onlooker = world.client("elsewhere");
  Result<void> moved;
  Looks looks;
  mover.start(migrate(mover.hosts(), "n1", move_request(1, "n2"), moved));
  onlooker.start(look_in_the_middle(onlooker, looks));
  loop.run(onlooker.ended());

  REQUIRE(looks.at_source);
  CHECK(looks.at_source->defined);
  CHECK(looks.at_source->state == model::VmState::running);
  CHECK(looks.at_source->job == model::Job{model::JobKind::migration_out});
  REQUIRE(looks.at_target);
  CHECK(looks.at_target->incoming);
  CHECK(looks.at_target->paused_by_migration);
  CHECK(looks.at_target->job == model::Job{model::JobKind::migration_in});
  CHECK_FALSE(looks.of_nothing->defined);
  REQUIRE(looks.sample);
  CHECK(looks.sample->iteration == 1);
  CHECK(looks.sample->total == gib(4));
  CHECK(looks.sample->remaining < gib(4));
  CHECK(looks.sample->rate == Bandwidth{1e8});
  CHECK_FALSE(looks.sample->finished);
  // libvirt waits longer for a job than this client's deadline is.
  CHECK(looks.notes_written.error().kind == FaultKind::late);
  CHECK(looks.notes_took >= 10s);
}

namespace {

struct Refusals {
  Result<Milliseconds> limit = fault(FaultKind::failed, "not asked");
  Result<void> abort;
  Result<model::CpuFit> fit = fault(FaultKind::failed, "not asked");
  Result<virt::Observation> seen = fault(FaultKind::failed, "not asked");
  Result<std::unique_ptr<virt::Host>> nowhere = fault(FaultKind::failed, "not asked");
};

Task<void> try_all(virt::Hosts& hosts, Refusals& refusals) {
  const auto host = co_await hosts.open(node("n1"));
  refusals.limit = co_await (*host)->downtime_limit(uuid(1));
  refusals.abort = co_await (*host)->abort_job(uuid(1));
  refusals.fit = co_await (*host)->judge_cpu("some cpu");
  refusals.seen = co_await (*host)->observe();
  refusals.nowhere = co_await hosts.open(node("n9"));
}

}  // namespace

TEST_CASE("a Xen node has what Xen has, and says so") {
  Loop loop(Clock::simulated);
  const auto fleet =
      FleetBuilder(1).each_node([](model::Node& each) { each.hypervisor = model::Hypervisor::xen; }).fleet;
  World world(loop, fleet, exact_setup());
  auto& client = world.client();
  Refusals refusals;
  client.start(try_all(client.hosts(), refusals));
  loop.run(client.ended());
  CHECK(refusals.limit.error().kind == FaultKind::unsupported);
  CHECK(refusals.abort.error().kind == FaultKind::unsupported);
  CHECK(refusals.fit == model::CpuFit::unknown);
  REQUIRE(refusals.seen);
  CHECK(refusals.seen->capabilities.live_migration);
  CHECK_FALSE(refusals.seen->capabilities.downtime_limit);
  CHECK(refusals.seen->node.memory_free == gib(63));
  CHECK(refusals.seen->vms.size() == 1);
  CHECK(refusals.nowhere.error().kind == FaultKind::unreachable);
}

namespace {

struct Deeds {
  Result<void> resumed_torn, ended_torn, undefined_active, ended_incoming, undefined, defined;
  Result<virt::Presence> torn = fault(FaultKind::failed, "not asked");
  Result<virt::Presence> incoming = fault(FaultKind::failed, "not asked");
  Result<virt::Presence> off = fault(FaultKind::failed, "not asked");
  Result<virt::Presence> transient = fault(FaultKind::failed, "not asked");
};

Task<void> put_in_order(virt::Hosts& hosts, Deeds& deeds) {
  const auto host = co_await hosts.open(node("n1"));
  deeds.torn = co_await (*host)->look(uuid(1));
  deeds.resumed_torn = co_await (*host)->resume(uuid(1));
  deeds.ended_torn = co_await (*host)->discard(uuid(1));
  deeds.undefined_active = co_await (*host)->undefine(uuid(1));
  deeds.ended_incoming = co_await (*host)->discard(uuid(2));
  deeds.incoming = co_await (*host)->look(uuid(2));
  deeds.undefined = co_await (*host)->undefine(uuid(3));
  deeds.off = co_await (*host)->look(uuid(3));
  deeds.defined = co_await (*host)->make_persistent(uuid(4));
  deeds.transient = co_await (*host)->look(uuid(4));
}

}  // namespace

TEST_CASE("left-overs are ended and definitions changed, but a torn copy is not touched") {
  Loop loop(Clock::simulated);
  FleetBuilder builder(1, 4);
  builder.vm(1, [](model::Vm& vm) { vm.state = model::VmState::paused; })
      .vm(2, [](model::Vm& vm) { vm.state = model::VmState::paused; })
      .vm(3, [](model::Vm& vm) { vm.state = model::VmState::shut_off; })
      .vm(4, [](model::Vm& vm) { vm.persistent = false; });
  auto setup = exact_setup();
  setup.remnants = {{{node("n1"), uuid(1)}, Remnant::postcopy_failed},
                    {{node("n1"), uuid(2)}, Remnant::incoming}};
  World world(loop, builder.fleet, setup);
  auto& client = world.client();
  Deeds deeds;
  client.start(put_in_order(client.hosts(), deeds));
  loop.run(client.ended());
  CHECK(deeds.torn->postcopy_failed);
  CHECK_FALSE(deeds.torn->paused_by_migration);
  CHECK_FALSE(deeds.resumed_torn);
  CHECK_FALSE(deeds.ended_torn);
  CHECK_FALSE(deeds.undefined_active);
  CHECK(deeds.ended_incoming);
  CHECK_FALSE(deeds.incoming->defined);
  CHECK(deeds.undefined);
  CHECK_FALSE(deeds.off->defined);
  CHECK(deeds.defined);
  CHECK(deeds.transient->persistent);
}
