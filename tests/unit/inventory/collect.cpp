// SPDX-License-Identifier: GPL-2.0-or-later
// Asking every node at once.
#include "inventory/collect.hpp"

#include <doctest/doctest.h>
#include <memory>

#include "inventory/fake_hosts.hpp"

using namespace haxen;
using namespace std::chrono_literals;
using model::CpuFit;

namespace {

config::Config fleet_of(const std::vector<std::string>& names) {
  config::Config config;
  for (const auto& name : names) {
    config::NodeEntry entry;
    entry.name = NodeName(name);
    config.nodes.push_back(entry);
  }
  return config;
}

model::Vm vm(const std::string& name, const std::string& cpu = "") {
  model::Vm made;
  made.uuid = VmUuid("uuid-of-" + name);
  made.name = VmName(name);
  made.node = NodeName("whatever the host calls itself");
  made.state = model::VmState::running;
  made.cpu = cpu;
  return made;
}

struct Collected {
  inventory::Inventory inventory;
  Duration took{};
};

/// A fleet in memory, asked under the virtual clock.
struct Bench {
  std::unique_ptr<Loop> owned = std::make_unique<Loop>(Clock::simulated);
  Loop& loop = *owned;
  fake::Hosts hosts{loop};

  // What a survey left behind in the loop still refers to the hosts.
  ~Bench() { owned.reset(); }

  Collected collect(const config::Config& config, inventory::Images images = inventory::Images::none) {
    const auto start = loop.now();
    auto inventory = loop.run(inventory::collect(loop, hosts, config, images));
    return {std::move(inventory), loop.now() - start};
  }
};

std::vector<std::string> names_of_vms(const model::Fleet& fleet) {
  std::vector<std::string> names;
  for (const auto& each : fleet.vms) names.push_back(each.node.str() + "/" + each.name.str());
  return names;
}

}  // namespace

TEST_CASE("all nodes are asked at once: a survey takes as long as the slowest") {
  Bench bench;
  bench.hosts["n1"] = {.opens_after = 1s, .observes_after = 1s};
  bench.hosts["n2"] = {.opens_after = 2s, .observes_after = 3s};
  bench.hosts["n3"] = {.opens_after = 500ms, .observes_after = 1s};
  const auto collected = bench.collect(fleet_of({"n1", "n2", "n3"}));
  CHECK(collected.took == 5s);
  CHECK(collected.inventory.fleet.nodes.size() == 3);
}

TEST_CASE("a dead node costs its deadline and no more, and is absent with the reason") {
  Bench bench;
  const Fault dead{FaultKind::unreachable, "node 'n2': cannot connect: timed out"};
  bench.hosts["n1"].observation.vms = {vm("a", "cpu-a")};
  bench.hosts["n2"].opens_after = 10s;
  bench.hosts["n2"].refusal = dead;
  bench.hosts["n3"].judges_after = 2s;
  const auto collected = bench.collect(fleet_of({"n3", "n2", "n1"}));
  CHECK(collected.took == 10s);
  CHECK(collected.inventory.fleet.absent == std::vector{model::Absent{NodeName("n2"), dead}});
  CHECK(collected.inventory.fleet.nodes.size() == 2);
  CHECK_FALSE(collected.inventory.connections.contains(NodeName("n2")));
  CHECK_FALSE(collected.inventory.capabilities.contains(NodeName("n2")));
}

TEST_CASE("a node that lets itself be connected to and then hangs is absent too, within the same deadline") {
  Bench bench;
  bench.hosts["n1"] = {.opens_after = 4s, .observes_after = 24h};
  bench.hosts["n2"];
  auto config = fleet_of({"n1", "n2"});
  config.defaults.deadline = 5s;
  const auto collected = bench.collect(config);
  CHECK(collected.took > 5s);
  CHECK(collected.took < 5s + 500ms);
  REQUIRE(collected.inventory.fleet.absent.size() == 1);
  CHECK(collected.inventory.fleet.absent[0].why.message == "node 'n1': no answer within 5.0 s");
  CHECK(collected.inventory.fleet.absent[0].why.kind == FaultKind::late);
}

TEST_CASE("every node judges every CPU that some VM asks for, once, and side by side") {
  Bench bench;
  bench.hosts["n1"].observation.vms = {vm("a", "old"), vm("b", "new"), vm("c"), vm("d", "new")};
  bench.hosts["n2"].judges_after = 3s;
  bench.hosts["n2"].unfit = {"new"};
  bench.hosts["n2"].observation.vms = {vm("e", "other")};
  bench.hosts["n3"].judges_after = 2s;
  const auto collected = bench.collect(fleet_of({"n1", "n2", "n3"}));
  CHECK(collected.took == 3s);
  const std::map<std::string, CpuFit> all = {
      {"old", CpuFit::fit}, {"new", CpuFit::fit}, {"other", CpuFit::fit}};
  auto fewer = all;
  fewer["new"] = CpuFit::unfit;
  const auto& nodes = collected.inventory.fleet.nodes;
  CHECK(nodes[0].cpu_fit == all);
  CHECK(nodes[1].cpu_fit == fewer);
  CHECK(nodes[2].cpu_fit == all);
  for (const auto* name : {"n1", "n2", "n3"}) {
    CHECK(bench.hosts[name].judged == std::multiset<std::string>{"new", "old", "other"});
  }
}

TEST_CASE("judging does not wait for a slower node, which judges what the others asked for before it came") {
  Bench bench;
  bench.hosts["n1"].judges_after = 3s;
  bench.hosts["n1"].observation.vms = {vm("a", "old")};
  bench.hosts["n2"].observes_after = 3s;
  const auto collected = bench.collect(fleet_of({"n1", "n2"}));
  CHECK(collected.took == 3s);
  CHECK(collected.inventory.fleet.nodes[1].cpu_fit == std::map<std::string, CpuFit>{{"old", CpuFit::fit}});
}

TEST_CASE("what a node does not judge in time stays unknown, and its busy connection is not handed out") {
  Bench bench;
  bench.hosts["n1"].observation.vms = {vm("a", "old")};
  bench.hosts["n2"].judges_after = 24h;
  const auto collected = bench.collect(fleet_of({"n1", "n2"}));
  CHECK(collected.took == 11s);
  const auto& nodes = collected.inventory.fleet.nodes;
  REQUIRE(nodes.size() == 2);
  CHECK(nodes[0].cpu_fit == std::map<std::string, CpuFit>{{"old", CpuFit::fit}});
  CHECK(nodes[1].cpu_fit == std::map<std::string, CpuFit>{{"old", CpuFit::unknown}});
  CHECK(collected.inventory.connections.contains(NodeName("n1")));
  CHECK_FALSE(collected.inventory.connections.contains(NodeName("n2")));
}

TEST_CASE("a node that cannot judge keeps its connection; one that is lost over it does not") {
  Bench bench;
  bench.hosts["n1"].observation.vms = {vm("a", "old")};
  bench.hosts["n2"].judging_fault = Fault{FaultKind::unsupported, "this driver compares no CPUs"};
  bench.hosts["n3"].judging_fault = Fault{FaultKind::late, "no answer"};
  const auto collected = bench.collect(fleet_of({"n1", "n2", "n3"}));
  CHECK(collected.inventory.fleet.nodes[1].cpu_fit.at("old") == CpuFit::unknown);
  CHECK(collected.inventory.fleet.nodes[2].cpu_fit.at("old") == CpuFit::unknown);
  CHECK(collected.inventory.connections.contains(NodeName("n2")));
  CHECK_FALSE(collected.inventory.connections.contains(NodeName("n3")));
}

TEST_CASE("one connection per node is opened, and closed when its last holder lets go") {
  Bench bench;
  bench.hosts["n1"].observation.vms = {vm("a", "old")};
  bench.hosts["n2"];
  {
    const auto collected = bench.collect(fleet_of({"n1", "n2"}));
    CHECK(collected.inventory.connections.at(NodeName("n1"))->name() == NodeName("n1"));
    CHECK(bench.hosts["n1"].opened == 1);
    CHECK(bench.hosts["n1"].closed == 0);
  }
  CHECK(bench.hosts["n1"].closed == 1);
  CHECK(bench.hosts["n2"].closed == 1);
}

TEST_CASE("nodes and VMs bear the fleet file's names and come sorted, in whatever order they answer") {
  Bench bench;
  bench.hosts["b"].observation.node.name = NodeName("localhost");
  bench.hosts["b"].observation.vms = {vm("z"), vm("m")};
  bench.hosts["a"].observes_after = 1s;
  bench.hosts["a"].observation.vms = {vm("q")};
  const auto fleet = bench.collect(fleet_of({"b", "a"})).inventory.fleet;
  CHECK(fleet.nodes[0].name == NodeName("a"));
  CHECK(fleet.nodes[1].name == NodeName("b"));
  CHECK(names_of_vms(fleet) == std::vector<std::string>{"a/q", "b/m", "b/z"});
}

TEST_CASE("marks, origins and capabilities arrive as the nodes tell them") {
  Bench bench;
  model::Mark mark;
  mark.reason = "new DIMMs";
  bench.hosts["n1"].observation.node.mark = mark;
  bench.hosts["n1"].observation.capabilities.peer_to_peer = true;
  auto moved = vm("a");
  moved.origin = NodeName("n7");
  bench.hosts["n1"].observation.vms = {moved};
  const auto inventory = bench.collect(fleet_of({"n1"})).inventory;
  CHECK(inventory.fleet.nodes[0].mark == mark);
  CHECK(inventory.fleet.vms[0].origin == NodeName("n7"));
  CHECK(inventory.capabilities.at(NodeName("n1")).peer_to_peer);
}

namespace {

virt::Observation holding(model::Vm only, std::optional<model::JobKind> job = std::nullopt) {
  if (job) only.job = model::Job{*job};
  virt::Observation seen;
  seen.vms = {std::move(only)};
  return seen;
}

}  // namespace

TEST_CASE("a VM that changes hands while the nodes are asked is looked for again, until it stands once") {
  Bench bench;
  bench.hosts["n1"].at_first = {holding(vm("a"), model::JobKind::migration_out),
                                holding(vm("a"), model::JobKind::migration_out)};
  bench.hosts["n2"].observation = holding(vm("a"));
  bench.hosts["n3"].observation = holding(vm("b"));
  const auto collected = bench.collect(fleet_of({"n1", "n2", "n3"}));
  CHECK(names_of_vms(collected.inventory.fleet) == std::vector<std::string>{"n2/a", "n3/b"});
  CHECK(bench.hosts["n3"].observed == 1);
  CHECK(collected.inventory.connections.size() == 3);
}

TEST_CASE("the two ends of one migration may stay as they are") {
  Bench bench;
  bench.hosts["n1"].observation = holding(vm("a"), model::JobKind::migration_out);
  bench.hosts["n2"].observation = holding(vm("a"), model::JobKind::migration_in);
  const auto collected = bench.collect(fleet_of({"n1", "n2"}));
  CHECK(names_of_vms(collected.inventory.fleet) == std::vector<std::string>{"n1/a", "n2/a"});
  CHECK(collected.took == 0s);
}

TEST_CASE("a VM that goes on standing at two nodes is told so, after no more than five seconds") {
  Bench bench;
  bench.hosts["n1"].observation = holding(vm("a"));
  bench.hosts["n2"].observation = holding(vm("a"));
  const auto collected = bench.collect(fleet_of({"n1", "n2"}));
  CHECK(names_of_vms(collected.inventory.fleet) == std::vector<std::string>{"n1/a", "n2/a"});
  CHECK(collected.took == 5s);
}

TEST_CASE("a node is asked what is where others have local images, by who wants to know") {
  Bench bench;
  auto web = vm("web");
  web.disks = {{model::DiskKind::file, "vda", "/images/web.raw", "raw", false, false},
               {model::DiskKind::file, "vdb", "/nas/data.raw", "raw", false, false},
               {model::DiskKind::network, "vdc", "nbd:web", "raw", false, false}};
  auto off = vm("off");
  off.state = model::VmState::shut_off;
  off.disks = {{model::DiskKind::file, "vda", "/images/off.raw", "raw", false, false}};
  bench.hosts["n1"].observation.vms = {web, off};
  bench.hosts["n1"].observation.node.pools = {{"nas", "/nas", "netfs nas:/vms"}, {"images", "/images", ""}};
  bench.hosts["n2"].observes_after = 3s;
  bench.hosts["n2"].images["/images/web.raw"] = {model::ImageState::absent, {}, gib(7)};
  const auto config = fleet_of({"n1", "n2"});
  CHECK(bench.collect(config).inventory.fleet.nodes[1].images.empty());
  const auto nodes = bench.collect(config, inventory::Images::all).inventory.fleet.nodes;
  CHECK(nodes[0].images.empty());
  CHECK(nodes[1].images == bench.hosts["n2"].images);
  CHECK(bench.hosts["n2"].sought == std::multiset<std::string>{"/images/web.raw"});
  const auto of_read_only = bench.collect(config, inventory::Images::read_only).inventory.fleet.nodes;
  CHECK(of_read_only[1].images.empty());
}
