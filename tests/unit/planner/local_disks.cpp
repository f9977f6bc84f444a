// SPDX-License-Identifier: GPL-2.0-or-later
// Disks on a node's own storage: which go along, what is in the way of the others, and how much room they
// need.
#include <doctest/doctest.h>

#include "fleet_builder.hpp"
#include "planner/audit.hpp"
#include "planner/eligibility.hpp"
#include "planner/evacuate.hpp"
#include "planner/schedule.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::ImageState;
using model::Reason;
using test::FleetBuilder;

namespace {

model::Disk local_disk(const std::string& target, const std::string& path, Bytes capacity) {
  model::Disk disk;
  disk.kind = model::DiskKind::file;
  disk.target = target;
  disk.source = path;
  disk.format = "raw";
  disk.capacity = disk.stored = capacity;
  return disk;
}

/// A VM "web" with one local disk of 2 GiB on a, and nothing on b.
FleetBuilder pair() {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("web", "a", gib(1));
  builder.last_vm().disks = {local_disk("vda", "/images/web.raw", gib(2))};
  return builder;
}

model::Image absent(std::optional<Bytes> available = std::nullopt) {
  return {ImageState::absent, {}, available};
}
model::Image present(Bytes capacity) { return {ImageState::present, capacity, std::nullopt}; }

std::vector<model::Blocker> objections(const model::Fleet& fleet, LocalDisks local) {
  return obstacles(fleet.vms[0], fleet.nodes[0], fleet.nodes[1], local);
}

std::vector<Reason> reasons(const model::Fleet& fleet, LocalDisks local = LocalDisks::copied) {
  std::vector<Reason> all;
  for (const auto& each : objections(fleet, local)) all.push_back(each.reason);
  return all;
}

std::string detail(const model::Fleet& fleet) {
  const auto found = objections(fleet, LocalDisks::copied);
  return found.empty() ? "" : found.front().detail;
}

using Reasons = std::vector<Reason>;

EvacuationRequest copying(const std::string& source) {
  EvacuationRequest request;
  request.sources = {NodeName(source)};
  request.local_disks = LocalDisks::copied;
  return request;
}

std::vector<Reason> audited(const model::Fleet& fleet, const model::Plan& plan) {
  std::vector<Reason> all;
  for (const auto& each : audit(fleet, plan)) all.push_back(each.reason);
  return all;
}

}  // namespace

TEST_CASE("a local disk stays unless it may be copied") {
  const auto fleet = pair().build();
  CHECK(reasons(fleet, LocalDisks::stay) == Reasons{Reason::disk_not_proven});
  CHECK(reasons(fleet) == Reasons{});
}

TEST_CASE("what cannot be copied says why") {
  auto fleet = pair().build();
  auto& disk = fleet.vms[0].disks[0];
  disk.uncopyable = "it is encrypted";
  CHECK(reasons(fleet) == Reasons{Reason::disk_not_copied});
  CHECK(detail(fleet) == "vda: /images/web.raw: it is encrypted");
  disk.uncopyable.clear();
  disk.format = "vmdk";
  CHECK(detail(fleet) == "vda: /images/web.raw: its format is vmdk");
  disk.format = "";  // libvirt takes it for raw
  CHECK(reasons(fleet) == Reasons{});
  disk.capacity.reset();
  CHECK(detail(fleet) == "vda: /images/web.raw: its size is not known");
  disk.kind = model::DiskKind::block;
  CHECK(detail(fleet) == "vda: /images/web.raw: it is a block device");
  for (auto& node : fleet.nodes) node.hypervisor = model::Hypervisor::xen;
  disk = local_disk("vda", "/images/web.raw", gib(2));
  CHECK(detail(fleet) == "vda: /images/web.raw: only QEMU copies disks");
}

TEST_CASE("nothing is copied to where an image is, unless a move that was cut short has left it there") {
  auto fleet = pair().build();
  fleet.nodes[1].images["/images/web.raw"] = present(gib(2));
  CHECK(reasons(fleet) == Reasons{Reason::image_exists});
  model::PendingMove pending{OperationId("op"), NodeName("a"), NodeName("b"), {}, false, {"/images/web.raw"}};
  fleet.vms[0].pending = pending;
  CHECK(reasons(fleet) == Reasons{});
  fleet.vms[0].pending->to = NodeName("c");
  CHECK(reasons(fleet) == Reasons{Reason::image_exists});
}

TEST_CASE("what is read-only has to be at the target, and of the same size") {
  for (const bool is_medium : {false, true}) {
    auto fleet = pair().build();
    auto& disk = fleet.vms[0].disks[0];
    disk.read_only = true;
    disk.cdrom = is_medium;
    const auto reason = is_medium ? Reason::medium_not_there : Reason::image_not_there;
    CHECK(reasons(fleet) == Reasons{reason});
    CHECK(detail(fleet) == "vda: /images/web.raw, in no active storage pool there");
    fleet.nodes[1].images["/images/web.raw"] = absent();
    CHECK(detail(fleet) == "vda: /images/web.raw");
    fleet.nodes[1].images["/images/web.raw"] = present(gib(3));
    CHECK(detail(fleet) == "vda: /images/web.raw, of another size there");
    fleet.nodes[1].images["/images/web.raw"] = present(gib(2));
    CHECK(reasons(fleet) == Reasons{});
    CHECK(reasons(fleet, LocalDisks::stay) == Reasons{});
  }
}

TEST_CASE("a plan tells what is copied, and its times count it") {
  auto builder = pair();
  builder.last_vm().disks[0].stored = gib(1);
  builder.last_vm().disks[0].layered = true;
  builder.last_vm().disks.push_back({model::DiskKind::network, "vdb", "nbd:web", "raw", false, false});
  auto fleet = builder.build();
  for (auto& node : fleet.nodes) node.link = Bandwidth{static_cast<double>(gib(1).count)};
  fleet.nodes[1].images["/images/web.raw"] = absent(gib(20));
  const auto plan = evacuate(fleet, copying("a"));
  REQUIRE(plan.moves.size() == 1);
  const model::DiskCopy copy{"vda", "/images/web.raw", "raw", gib(2), gib(1), true, gib(20)};
  CHECK(plan.moves[0].copies == std::vector{copy});
  CHECK(storage(plan.moves[0]) == gib(1));
  CHECK(plan.moves[0].expected_time == Seconds(2));
  CHECK(plan.lower_bound == Seconds(2));
  CHECK(plan.expected_time == Seconds(2));
  CHECK(audited(fleet, plan) == Reasons{});
}

TEST_CASE("copies go where there is room for them, all of them together") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8));
  for (const auto* name : {"one", "two", "three"}) {
    builder.vm(name, "a", gib(1));
    builder.last_vm().disks = {local_disk("vda", std::string("/images/") + name, gib(2))};
  }
  auto fleet = builder.build();
  for (const auto* name : {"one", "two", "three"}) {
    fleet.nodes[1].images[std::string("/images/") + name] = absent(gib(5));
    fleet.nodes[2].images[std::string("/images/") + name] = absent(gib(1));
  }
  const auto plan = evacuate(fleet, copying("a"));
  REQUIRE(plan.moves.size() == 2);
  for (const auto& move : plan.moves) CHECK(move.to == NodeName("b"));
  std::vector<std::string> lacks;
  for (const auto& blocker : plan.blockers)
    if (blocker.reason == Reason::not_enough_storage) lacks.push_back(blocker.detail);
  CHECK(lacks ==
        std::vector<std::string>{"needs 2 GiB, 1 GiB left in /images", "needs 2 GiB, 1 GiB left in /images"});
  CHECK(audited(fleet, plan) == Reasons{});
}

TEST_CASE("room that no node tells is taken for enough, and the plan says that it is not known") {
  const auto plan = evacuate(pair().build(), copying("a"));
  REQUIRE(plan.moves.size() == 1);
  CHECK(plan.moves[0].copies[0].available == std::nullopt);
}

TEST_CASE("the audit finds a disk that is left out, and more copies than there is room for") {
  auto builder = pair();
  builder.last_vm().disks.push_back(local_disk("vdb", "/images/data.raw", gib(1)));
  auto fleet = builder.build();
  auto plan = evacuate(fleet, copying("a"));
  REQUIRE(plan.moves.size() == 1);
  CHECK(audited(fleet, plan) == Reasons{});
  fleet.nodes[1].images["/images/data.raw"] = absent(gib(3));
  CHECK(audited(fleet, plan) == Reasons{});
  fleet.nodes[1].images["/images/data.raw"] = absent(gib(2));
  CHECK(audited(fleet, plan) == Reasons{Reason::not_enough_storage});
  fleet = builder.build();
  plan.moves[0].copies.pop_back();
  CHECK(audited(fleet, plan) == Reasons{Reason::disk_not_proven});
  plan.moves[0].copies.clear();
  CHECK(audited(fleet, plan) == Reasons{Reason::disk_not_proven, Reason::disk_not_proven});
}

TEST_CASE("a copy that is not what the VM has does not pass the audit") {
  const auto fleet = pair().build();
  auto plan = evacuate(fleet, copying("a"));
  plan.moves[0].copies[0].capacity = gib(1);
  CHECK(audited(fleet, plan) == Reasons{Reason::disk_not_copied});
}
