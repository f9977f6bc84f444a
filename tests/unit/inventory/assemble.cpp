// SPDX-License-Identifier: GPL-2.0-or-later
// What the fleet file adds to the nodes' answers.
#include "inventory/assemble.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using namespace std::chrono_literals;

namespace {

config::NodeEntry entry(std::optional<Bytes> cap, Bytes reserve) {
  config::NodeEntry made;
  made.name = NodeName("n1");
  made.memory = cap;
  made.reserve = reserve;
  return made;
}

}  // namespace

TEST_CASE(
    "a node holds its physical memory or its cap, whichever is less, times the overcommit, less the "
    "reserve") {
  CHECK(inventory::capacity(gib(16), entry({}, gib(1)), 1.0) == gib(15));
  CHECK(inventory::capacity(gib(16), entry(gib(4), gib(1)), 1.0) == gib(3));
  CHECK(inventory::capacity(gib(16), entry(gib(64), gib(1)), 1.0) == gib(15));
  CHECK(inventory::capacity(gib(16), entry({}, gib(1)), 1.5) == gib(23));
  CHECK(inventory::capacity(gib(16), entry(gib(4), gib(8)), 1.0) == Bytes{0});
}

TEST_CASE("links, labels, capacity, policy and rules come from the fleet file") {
  config::Config config;
  config.nodes = {entry(gib(4), gib(1))};
  config.nodes[0].link = Bandwidth{1.25e9};
  config.nodes[0].labels = {{"rack", "a"}};
  config.defaults.outage_budget = 100ms;
  config.vms = {{config::VmKey::match, "web*", 50ms, {}, {}, {}, {}}};
  config.defaults.vcpu_overcommit = 4;
  config.rules.resize(1);
  config.rules[0].vms = {"*"};
  virt::Observation seen;
  seen.node.cpus = 8;
  seen.node.memory_total = gib(16);
  seen.node.labels = {{"its", "own"}};
  seen.vms.resize(2);
  seen.vms[0].name = VmName("web1");
  seen.vms[1].name = VmName("db1");

  const auto fleet = inventory::assemble(config, {{NodeName("n1"), {seen, {}}}}).fleet;

  model::Fleet wanted;
  wanted.nodes = {seen.node};
  wanted.nodes[0].name = NodeName("n1");
  wanted.nodes[0].memory_capacity = gib(3);
  wanted.nodes[0].link = Bandwidth{1.25e9};
  wanted.nodes[0].labels = {{"rack", "a"}};
  wanted.nodes[0].vcpu_limit = 32;
  wanted.rules.resize(1);
  wanted.vms = {seen.vms[1], seen.vms[0]};
  wanted.vms[0].node = wanted.vms[1].node = NodeName("n1");
  wanted.vms[0].policy.outage_budget = 100ms;
  wanted.vms[1].policy.outage_budget = 50ms;
  CHECK(fleet == wanted);
}
