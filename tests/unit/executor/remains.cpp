// SPDX-License-Identifier: GPL-2.0-or-later
// What an interrupted move has left on simulated nodes is touched only where both ends show what it is.
#include <doctest/doctest.h>

#include "executor/leftover.hpp"
#include "executor/stranded.hpp"
#include "simulation/builder.hpp"

using namespace haxen;
using namespace haxen::simulation;
using model::VmState;
using std::chrono::seconds;

namespace {

model::Vm vm_at(const std::string& on, VmState state) {
  model::Vm vm;
  vm.uuid = uuid(1);
  vm.name = VmName("vm1");
  vm.node = node(on);
  vm.state = state;
  vm.memory = gib(1);
  vm.pending = model::PendingMove{OperationId("op"), node("n1"), node("n2"), {}, false};
  return vm;
}

const auto left_at_n1 = vm_at("n1", VmState::paused);

struct Seen {
  Result<void> done;
  std::vector<std::string> told;
  std::string where;
};

using Deed = Task<void> (*)(Loop&, executor::Connections&, Seen&);

Task<void> revive(Loop& loop, executor::Connections& connections, Seen& seen) {
  seen.done = co_await executor::revive(loop, connections, left_at_n1, seconds(5));
}

Task<void> bury(Loop& loop, executor::Connections& connections, Seen& seen) {
  seen.done = co_await executor::bury(loop, connections, left_at_n1, node("n2"));
}

Task<void> remove_leftover(Loop&, executor::Connections& connections, Seen& seen) {
  seen.told = co_await executor::remove_leftover(connections, uuid(1), node("n2"), node("n1"));
}

enum class Pause { of_its_migration, of_somebody, of_a_torn };

Seen after(Deed deed, const std::vector<model::Vm>& really, Pause at_n1 = Pause::of_its_migration) {
  Loop loop(Clock::simulated);
  FleetBuilder builder(2, 0);
  builder.fleet.vms = really;
  auto setup = exact_setup();
  if (at_n1 == Pause::of_its_migration) setup.remnants = {{{node("n1"), uuid(1)}, Remnant::source}};
  if (at_n1 == Pause::of_a_torn) setup.remnants = {{{node("n1"), uuid(1)}, Remnant::postcopy_failed}};
  World world(loop, builder.fleet, setup);
  auto& client = world.client();
  executor::Connections connections(client.loop(), client.hosts());
  Seen seen;
  client.start(deed(client.loop(), connections, seen));
  loop.run(client.ended());
  CHECK(world.verdict().doubled.empty());
  seen.where = whereabouts(world.verdict().vms.front());
  return seen;
}

}  // namespace

TEST_CASE("a copy that its migration left is revived where it is the only one") {
  const auto seen = after(revive, {left_at_n1});
  CHECK(seen.done);
  CHECK(seen.where == "n1: running");
}

TEST_CASE(
    "it is not revived beside another copy or a definition, or where its pause is not the migration's") {
  CHECK(after(revive, {left_at_n1, vm_at("n2", VmState::running)}).where == "n2: running, n1: paused");
  CHECK(after(revive, {left_at_n1, vm_at("n2", VmState::shut_off)}).where == "n1: paused, n2: defined");
  for (const auto pause : {Pause::of_somebody, Pause::of_a_torn}) {
    const auto seen = after(revive, {left_at_n1}, pause);
    CHECK_FALSE(seen.done);
    CHECK(seen.where == "n1: paused");
  }
}

TEST_CASE("a shell is ended, and its definition with it, beside the VM that runs") {
  const auto seen = after(bury, {left_at_n1, vm_at("n2", VmState::running)});
  CHECK(seen.done);
  CHECK(seen.where == "n2: running");
}

TEST_CASE("a copy is not ended that may be the VM itself") {
  CHECK(after(bury, {left_at_n1}).where == "n1: paused");
  CHECK(after(bury, {left_at_n1, vm_at("n2", VmState::shut_off)}).where == "n1: paused, n2: defined");
  CHECK(after(bury, {left_at_n1, vm_at("n2", VmState::paused)}).where == "n1: paused, n2: paused");
  for (const auto pause : {Pause::of_somebody, Pause::of_a_torn}) {
    const auto seen = after(bury, {left_at_n1, vm_at("n2", VmState::running)}, pause);
    CHECK_FALSE(seen.done);
    CHECK(seen.where == "n2: running, n1: paused");
  }
}

TEST_CASE("a definition is removed where the VM is kept at the other end, running or off") {
  for (const auto state : {VmState::running, VmState::shut_off}) {
    const auto seen = after(remove_leftover, {vm_at("n1", state), vm_at("n2", VmState::shut_off)});
    CHECK(seen.told ==
          std::vector<std::string>{"its migration had left a definition of it on n2, which was removed"});
    CHECK(seen.where == (state == VmState::running ? "n1: running" : "n1: defined"));
  }
}

TEST_CASE("a definition stays that may be all there is of the VM, or is in use") {
  CHECK(after(remove_leftover, {vm_at("n2", VmState::shut_off)}).where == "n2: defined");
  CHECK(after(remove_leftover, {left_at_n1, vm_at("n2", VmState::shut_off)}).where ==
        "n1: paused, n2: defined");
  CHECK(after(remove_leftover, {vm_at("n1", VmState::shut_off), vm_at("n2", VmState::running)}).where ==
        "n2: running, n1: defined");
  auto transient = vm_at("n1", VmState::running);
  transient.persistent = false;
  CHECK(after(remove_leftover, {transient, vm_at("n2", VmState::shut_off)}).where ==
        "n1: running, n2: defined");
}
