// SPDX-License-Identifier: GPL-2.0-or-later
// Real migrations: there and back, watched, aborted, and what stays with the VM.
#include <doctest/doctest.h>

#include "virt/fleet.hpp"

using namespace haxen;
using namespace std::chrono_literals;

namespace {

struct Run {
  std::optional<Result<void>> result;
  std::vector<model::JobSample> samples;
};

Task<void> carry(virt::Host& host, virt::MigrationRequest request, std::shared_ptr<Run> run) {
  run->result = co_await host.migrate(request);
}

/// Migrates over one connection, samples over another, and aborts after the given number of samples.
Task<void> move_and_watch(Loop& loop, virt::Host& mover, virt::Host& watcher, virt::MigrationRequest request,
                          std::shared_ptr<Run> run, std::optional<std::size_t> abort_after) {
  loop.spawn(carry(mover, request, run));
  while (!run->result) {
    co_await loop.sleep(50ms);
    auto sample = co_await watcher.job(request.vm);
    // Until QEMU has begun to copy, there is nothing to see.
    if (sample && !sample->finished && sample->iteration > 0) run->samples.push_back(*sample);
    if (abort_after && run->samples.size() == *abort_after) {
      abort_after.reset();
      const auto aborted = co_await watcher.abort_job(request.vm);
      CHECK_MESSAGE(aborted.has_value(), (aborted ? "" : aborted.error().message));
    }
  }
}

/// One VM of the lab and connections to where it is and where it goes.
struct Journey {
  explicit Journey(const std::string& name) : vm(lab.find(name)), to(lab.other_than(vm.node)) {}

  std::shared_ptr<Run> go(virt::MigrationRequest request,
                          std::optional<std::size_t> abort_after = std::nullopt) {
    const auto run = std::make_shared<Run>();
    const auto mover = lab.open(vm.node);
    const auto watcher = lab.open(vm.node);
    lab.loop.run(move_and_watch(lab.loop, *mover, *watcher, std::move(request), run, abort_after));
    return run;
  }
  virt::Presence at(const NodeName& node) { return lab.ask(lab.open(node)->look(vm.uuid)); }

  lab::Lab lab;
  model::Vm vm;
  NodeName to;
};

void check_moved(Journey& journey) {
  CHECK(journey.at(journey.to).state == model::VmState::running);
  CHECK(journey.at(journey.to).persistent == journey.vm.persistent);
  CHECK_FALSE(journey.at(journey.vm.node).defined);
}

}  // namespace

TEST_CASE(
    "a VM goes peer to peer with a low downtime limit, keeps its notes, and tells how long it was away") {
  Journey journey("vm2");
  const auto source = journey.lab.open(journey.vm.node);
  const auto former = journey.lab.ask(source->downtime_limit(journey.vm.uuid));
  const virt::Notes notes{journey.vm.node,
                          model::PendingMove{OperationId("op"), journey.vm.node, journey.to, former, false}};
  journey.lab.ask(source->write_notes(journey.vm.uuid, notes));
  journey.lab.ask(source->set_downtime_limit(journey.vm.uuid, 10ms));
  CHECK(journey.lab.ask(source->downtime_limit(journey.vm.uuid)) == 10ms);

  const auto run = journey.go(journey.lab.request(journey.vm, journey.to));
  REQUIRE_MESSAGE(run->result->has_value(), (run->result->has_value() ? "" : run->result->error().message));
  check_moved(journey);

  const auto target = journey.lab.open(journey.to);
  CHECK(journey.lab.ask(target->read_notes(journey.vm.uuid)) == notes);
  const auto downtime = journey.lab.ask(target->completed_downtime(journey.vm.uuid));
  REQUIRE(downtime);
  CHECK(*downtime > Seconds(0));
  MESSAGE("downtime by libvirt: " << downtime->count() << " s, samples: " << run->samples.size());
  CHECK(journey.lab.ask(target->completed_downtime(journey.vm.uuid)) ==
        downtime);  // asking does not use it up
  journey.lab.ask(target->set_downtime_limit(journey.vm.uuid, former));
  journey.lab.ask(target->write_notes(journey.vm.uuid, {}));
  CHECK(journey.lab.ask(target->read_notes(journey.vm.uuid)) == virt::Notes{});
}

TEST_CASE("a VM goes directly, driven from here") {
  Journey journey("vm2");
  auto request = journey.lab.request(journey.vm, journey.to);
  request.route = virt::Route::managed_direct;
  request.peer_uri.clear();
  const auto run = journey.go(request);
  REQUIRE_MESSAGE(run->result->has_value(), (run->result->has_value() ? "" : run->result->error().message));
  check_moved(journey);
}

TEST_CASE("a VM's memory goes through TLS") {
  Journey journey("vm3");
  auto request = journey.lab.request(journey.vm, journey.to);
  request.tls = true;
  const auto run = journey.go(request);
  REQUIRE_MESSAGE(run->result->has_value(), (run->result->has_value() ? "" : run->result->error().message));
  check_moved(journey);
}

TEST_CASE("a migration is seen at both ends while it runs, and leaves the VM running when it is aborted") {
  Journey journey("vm1");
  const auto source = journey.lab.open(journey.vm.node);
  const auto former = journey.lab.ask(source->downtime_limit(journey.vm.uuid));
  // Else it might be cut while it switches over.
  journey.lab.ask(source->set_downtime_limit(journey.vm.uuid, 1ms));
  const auto run = journey.go(journey.lab.request(journey.vm, journey.to), 1);
  journey.lab.ask(source->set_downtime_limit(journey.vm.uuid, former));
  REQUIRE_FALSE(run->result->has_value());
  CAPTURE(run->result->error().message);
  // QEMU ends as failed where it meets the closed stream before it hears that it was cancelled (7.2).
  const auto kind = run->result->error().kind;
  CHECK((kind == FaultKind::aborted || kind == FaultKind::failed));
  REQUIRE_FALSE(run->samples.empty());
  CHECK(run->samples.front().total > mib(100));
  const auto here = journey.at(journey.vm.node);
  CHECK(here.state == model::VmState::running);
  CHECK(here.persistent == journey.vm.persistent);
  CHECK_FALSE(here.job);
  CHECK_FALSE(journey.at(journey.to).defined);
  CHECK(journey.lab.ask(journey.lab.open(journey.vm.node)->downtime_limit(journey.vm.uuid)) == former);
}

TEST_CASE("a migration to a peer that nobody is at fails, and the VM stays") {
  Journey journey("vm2");
  auto request = journey.lab.request(journey.vm, journey.to);
  request.peer_uri = "qemu+tls://nobody-is-here/system";
  const auto run = journey.go(request);
  REQUIRE_FALSE(run->result->has_value());
  MESSAGE(run->result->error().message);
  CHECK(journey.at(journey.vm.node).state == model::VmState::running);
  CHECK_FALSE(journey.at(journey.to).defined);
}

TEST_CASE("an abort where no job runs finds none") {
  Journey journey("vm2");
  const auto aborted = journey.lab.loop.run(journey.lab.open(journey.vm.node)->abort_job(journey.vm.uuid));
  REQUIRE_FALSE(aborted);
  CHECK(aborted.error().kind == FaultKind::missing);
}
