// SPDX-License-Identifier: GPL-2.0-or-later
// What keeps a VM from leaving, and from going to a node.
#include "planner/eligibility.hpp"

#include <doctest/doctest.h>
#include <set>

#include "fleet_builder.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::Reason;
using test::FleetBuilder;

namespace {

model::Fleet pair() {
  return FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("web", "a", gib(1)).build();
}

std::vector<Reason> reasons(const std::vector<model::Blocker>& blockers) {
  std::vector<Reason> all;
  for (const auto& blocker : blockers) all.push_back(blocker.reason);
  return all;
}

std::vector<Reason> obstacles_of(const model::Fleet& fleet) {
  return reasons(obstacles(fleet.vms[0], fleet.nodes[0], fleet.nodes[1]));
}

using Reasons = std::vector<Reason>;

}  // namespace

TEST_CASE("nothing stands between two nodes that are alike") { CHECK(obstacles_of(pair()).empty()); }

TEST_CASE("each obstacle has a reason of its own") {
  auto fleet = pair();
  auto& vm = fleet.vms[0];
  auto& source = fleet.nodes[0];
  auto& target = fleet.nodes[1];
  SUBCASE("the same node") {
    target = source;
    CHECK(obstacles_of(fleet) == Reasons{Reason::same_node});
  }
  SUBCASE("a cordon") {
    target.mark = model::Mark{};
    CHECK(obstacles_of(fleet) == Reasons{Reason::cordoned});
  }
  SUBCASE("a claim is none") {
    target.mark = model::Mark{};
    target.mark->kind = model::MarkKind::claim;
    CHECK(obstacles_of(fleet).empty());
  }
  SUBCASE("no permission") {
    target.may_migrate = false;
    CHECK(obstacles_of(fleet) == Reasons{Reason::target_not_permitted});
  }
  SUBCASE("another CPU") {
    target.cpu_fit["cpu64"] = model::CpuFit::unfit;
    CHECK(obstacles_of(fleet) == Reasons{Reason::cpu_unfit});
  }
  SUBCASE("a CPU that nobody judged") {
    target.cpu_fit.clear();
    CHECK(obstacles_of(fleet) == Reasons{Reason::cpu_unknown});
  }
  SUBCASE("a VM that asks for no CPU fits every one") {
    vm.cpu.clear();
    target.cpu_fit.clear();
    CHECK(obstacles_of(fleet).empty());
  }
  SUBCASE("another hypervisor") {
    target.hypervisor = model::Hypervisor::xen;
    CHECK(obstacles_of(fleet) == Reasons{Reason::hypervisor_differs});
  }
  SUBCASE("hypervisors unknown on both sides are not the same") {
    source.hypervisor = target.hypervisor = model::Hypervisor::unknown;
    CHECK(obstacles_of(fleet) == Reasons{Reason::hypervisor_differs});
  }
  SUBCASE("machine type and emulator, where the CPU's fit does not cover them") {
    vm.cpu.clear();
    target.machines.clear();
    target.emulators.clear();
    CHECK(obstacles_of(fleet) == Reasons{Reason::machine_unfit, Reason::emulator_missing});
  }
  SUBCASE("a node that fits the VM's CPU was asked with its emulator and machine type") {
    target.machines.clear();
    target.emulators.clear();
    CHECK(obstacles_of(fleet).empty());
  }
  SUBCASE("bridge and network") {
    target.bridges = std::set<std::string>{};
    target.networks.clear();
    CHECK(obstacles_of(fleet) == Reasons{Reason::bridge_missing, Reason::network_missing});
  }
  SUBCASE("bridges that nobody knows") {
    target.bridges.reset();
    CHECK(obstacles_of(fleet) == Reasons{Reason::bridge_missing});
  }
  SUBCASE("an older hypervisor") {
    target.hypervisor_version = {7, 2, 0};
    CHECK(obstacles_of(fleet) == Reasons{Reason::older_hypervisor});
  }
  SUBCASE("a newer one is none") {
    target.hypervisor_version = {8, 0, 0};
    CHECK(obstacles_of(fleet).empty());
  }
  SUBCASE("an unknown version") {
    source.hypervisor_version = target.hypervisor_version = {};
    CHECK(obstacles_of(fleet) == Reasons{Reason::older_hypervisor});
  }
  SUBCASE("one host UUID for two") {
    target.host_uuid = source.host_uuid;
    CHECK(obstacles_of(fleet) == Reasons{Reason::duplicate_host});
  }
  SUBCASE("no host UUID") {
    target.host_uuid.clear();
    CHECK(obstacles_of(fleet) == Reasons{Reason::duplicate_host});
  }
}

TEST_CASE("all obstacles are told, each with its particulars") {
  auto fleet = pair();
  fleet.vms[0].bridges = {"br7", "br8"};
  fleet.nodes[1].may_migrate = false;
  const std::vector<model::Blocker> expected = {
      {Reason::target_not_permitted, VmUuid("uuid-web"), NodeName("b"), "b"},
      {Reason::bridge_missing, VmUuid("uuid-web"), NodeName("b"), "br7"},
      {Reason::bridge_missing, VmUuid("uuid-web"), NodeName("b"), "br8"},
  };
  CHECK(obstacles(fleet.vms[0], fleet.nodes[0], fleet.nodes[1]) == expected);
}

TEST_CASE("a disk must be proven to be the same storage") {
  auto fleet = pair();
  auto& disks = fleet.vms[0].disks;
  const auto pools = [&](const char* here, const char* there) {
    fleet.nodes[0].pools = {{"vms", "/vms", here}};
    fleet.nodes[1].pools = {{"vms", "/vms", there}};
  };
  const auto is_proven = [&] { return obstacles_of(fleet) != Reasons{Reason::disk_not_proven}; };
  const auto disk = [](model::DiskKind kind, const char* source) {
    return model::Disk{kind, "vda", source, "raw", false, false};
  };

  disks = {disk(model::DiskKind::network, "nbd:x")};
  CHECK(is_proven());
  disks = {{model::DiskKind::empty, "sda", "", "", true, true}};
  CHECK(is_proven());
  disks = {disk(model::DiskKind::file, "/vms/web.img")};
  CHECK_FALSE(is_proven());
  pools("netfs nas:/vms", "netfs nas:/vms");
  CHECK(is_proven());
  pools("netfs nas:/vms", "netfs nas:/other");
  CHECK_FALSE(is_proven());
  pools("", "");
  CHECK_FALSE(is_proven());
  pools("netfs nas:/vms", "netfs nas:/vms");
  disks = {disk(model::DiskKind::file, "/vms/../etc/web.img")};
  CHECK_FALSE(is_proven());
  disks = {disk(model::DiskKind::file, "/vmsx/web.img")};
  CHECK_FALSE(is_proven());
  disks = {disk(model::DiskKind::volume, "vms/web.img")};
  CHECK(is_proven());
  disks = {disk(model::DiskKind::volume, "other/web.img")};
  CHECK_FALSE(is_proven());
}

TEST_CASE("a local pool below a shared one hides it") {
  auto fleet = pair();
  fleet.vms[0].disks = {{model::DiskKind::file, "vda", "/vms/local/web.img", "raw", false, false}};
  for (auto& node : fleet.nodes) node.pools = {{"vms", "/vms", "netfs nas:/vms"}};
  CHECK(obstacles_of(fleet).empty());
  fleet.nodes[1].pools.push_back({"local", "/vms/local", ""});
  CHECK(obstacles_of(fleet) == Reasons{Reason::disk_not_proven});
}

TEST_CASE("what hinders a VM anywhere is told without a node") {
  auto fleet = pair();
  auto& vm = fleet.vms[0];
  vm.hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"},
                   {model::HindranceKind::snapshot, "before"}};
  vm.state = model::VmState::paused;
  vm.job = model::Job{model::JobKind::other};
  fleet.nodes[0].may_migrate = false;
  const std::vector<model::Blocker> expected = {
      {Reason::host_device, vm.uuid, std::nullopt, "0000:03:00.0"},
      {Reason::snapshot, vm.uuid, std::nullopt, "before"},
      {Reason::not_running, vm.uuid, std::nullopt, "paused"},
      {Reason::job_under_way, vm.uuid, std::nullopt, "another job"},
      {Reason::source_not_permitted, vm.uuid, std::nullopt, "a"},
  };
  CHECK(hindrances(vm, fleet.nodes[0]) == expected);
}

TEST_CASE("a definition with its UUID or another VM of its name keeps it out") {
  auto builder =
      FleetBuilder().node("a", gib(8)).node("b", gib(8)).vm("web", "a", gib(1)).vm("web", "b", gib(1));
  builder.last_vm().uuid = VmUuid("other");
  builder.vm("web", "b", gib(1)).last_vm().state = model::VmState::shut_off;
  const auto fleet = builder.build();
  CHECK(reasons(collisions(fleet, fleet.vms[0], NodeName("b"))) ==
        Reasons{Reason::name_taken, Reason::already_there});
}
