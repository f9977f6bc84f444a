// SPDX-License-Identifier: GPL-2.0-or-later
// Rules that can never hold together.
#include "model/contradictions.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace haxen;
using model::RuleKind;

namespace {

/// Nodes n1 to n4 in racks a, a, b, b; VMs v1 to v5, running.
struct Ground {
  model::Fleet fleet;

  Ground() {
    for (int i = 1; i <= 4; ++i) {
      auto& node = fleet.nodes.emplace_back();
      node.name = NodeName(fmt::format("n{}", i));
      node.labels = {{"rack", i <= 2 ? "a" : "b"}};
    }
    for (int i = 1; i <= 5; ++i) {
      auto& vm = fleet.vms.emplace_back();
      vm.uuid = VmUuid(fmt::format("v{}", i));
      vm.node = NodeName("n1");
      vm.state = model::VmState::running;
    }
  }

  Ground& rule(RuleKind kind, std::vector<std::string> vms, std::vector<std::string> nodes = {}) {
    model::Rule rule;
    rule.kind = kind;
    rule.name = fmt::format("r{}", fleet.rules.size() + 1);
    for (const auto& vm : vms) rule.vms.emplace_back(vm);
    for (const auto& node : nodes) rule.nodes.emplace_back(node);
    fleet.rules.push_back(rule);
    return *this;
  }
  Ground& under(const std::string& label, std::vector<std::string> values = {}) {
    fleet.rules.back().label = label;
    fleet.rules.back().values = std::move(values);
    return *this;
  }
  Ground& at_most(unsigned limit) {
    fleet.rules.back().limit = limit;
    return *this;
  }
  Ground& should() {
    fleet.rules.back().must = false;
    return *this;
  }

  /// "r1 r2: v1 v2: why", one for each.
  std::vector<std::string> found() const {
    std::vector<std::string> all;
    for (const auto& each : model::contradictions(fleet)) {
      std::vector<std::string> vms;
      for (const auto& vm : each.vms) vms.push_back(vm.str());
      all.push_back(fmt::format("{}: {}: {}", fmt::join(each.rules, " "), fmt::join(vms, " "), each.why));
    }
    return all;
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("what one rule keeps apart and another together is told with the VMs that both are about") {
  auto ground =
      Ground().rule(RuleKind::apart, {"v1", "v2", "v3"}).rule(RuleKind::together, {"v2", "v3", "v4"});
  CHECK(ground.found() == Lines{"r1 r2: v2 v3: they cannot be both apart and together"});
  CHECK(ground.should().found().empty());
}

TEST_CASE("apart by node and together in a rack go well, the other way round they do not") {
  CHECK(Ground()
            .rule(RuleKind::apart, {"v1", "v2"})
            .rule(RuleKind::together, {"v1", "v2"})
            .under("rack")
            .found()
            .empty());
  CHECK(Ground()
            .rule(RuleKind::apart, {"v1", "v2"})
            .under("rack")
            .rule(RuleKind::together, {"v1", "v2"})
            .found() == Lines{"r1 r2: v1 v2: they cannot be both apart and together"});
}

TEST_CASE("together two, where at most two may be, is no contradiction; three is one") {
  auto ground =
      Ground().rule(RuleKind::at_most, {"v1", "v2", "v3"}).at_most(2).rule(RuleKind::together, {"v1", "v2"});
  CHECK(ground.found().empty());
  CHECK(ground.rule(RuleKind::together, {"v1", "v2", "v3"}).found() ==
        Lines{"r1 r3: v1 v2 v3: they cannot be both apart and together"});
}

TEST_CASE("rules about nodes that leave a VM no node are told") {
  CHECK(Ground()
            .rule(RuleKind::only_on, {"v1"}, {"n1"})
            .rule(RuleKind::only_on, {"v1", "v2"}, {"n2"})
            .found() == Lines{"r1 r2: v1: no node is left for it"});
  CHECK(Ground()
            .rule(RuleKind::only_on, {"v1"})
            .under("rack", {"a"})
            .rule(RuleKind::never_on, {"v1"}, {"n1", "n2"})
            .found() == Lines{"r1 r2: v1: no node is left for it"});
  CHECK(Ground()
            .rule(RuleKind::only_on, {"v1"})
            .under("rack", {"a"})
            .rule(RuleKind::never_on, {"v1"}, {"n1"})
            .found()
            .empty());
}

TEST_CASE("VMs that belong together but are bound to different nodes are told") {
  auto ground = Ground()
                    .rule(RuleKind::together, {"v1", "v2", "v3"})
                    .rule(RuleKind::only_on, {"v1"}, {"n1"})
                    .rule(RuleKind::only_on, {"v2"}, {"n2"});
  CHECK(ground.found() == Lines{"r1 r2 r3: v1 v2 v3: no place is left for all of them together"});
  ground.fleet.rules[0].label = "rack";
  CHECK(ground.found().empty());
}

TEST_CASE("more VMs than the places take are told, if they run") {
  auto ground = Ground().rule(RuleKind::apart, {"v1", "v2", "v3"}).under("rack");
  CHECK(ground.found() == Lines{"r1: v1 v2 v3: 3 VMs, and room for 2 in 2 places"});
  ground.fleet.vms[0].state = model::VmState::shut_off;
  CHECK(ground.found().empty());
}

TEST_CASE("where a node is out of a rule's reach, any number goes there") {
  auto ground = Ground().rule(RuleKind::apart, {"v1", "v2", "v3"}).under("rack");
  ground.fleet.nodes[3].labels.clear();
  CHECK(ground.found().empty());
}

TEST_CASE("rules about nodes lessen the places that count") {
  CHECK(Ground()
            .rule(RuleKind::at_most, {"v1", "v2", "v3"})
            .at_most(2)
            .rule(RuleKind::only_on, {"v1", "v2", "v3"}, {"n4"})
            .found() == Lines{"r1 r2: v1 v2 v3: 3 VMs, and room for 2 in 1 place"});
}

TEST_CASE("a rule about all VMs counts those that run") {
  CHECK(Ground().rule(RuleKind::apart, {}).found() ==
        Lines{"r1: v1 v2 v3 v4 v5: 5 VMs, and room for 4 in 4 places"});
}
