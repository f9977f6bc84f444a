// SPDX-License-Identifier: GPL-2.0-or-later
// Invented fleets: the same for a seed, sound, and of VMs that differ.
#include "simulation/synthetic.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <set>

using namespace haxen;
using simulation::synthetic;

namespace {

std::map<NodeName, Bytes> held(const model::Fleet& fleet) {
  std::map<NodeName, Bytes> sums;
  for (const auto& vm : fleet.vms) sums[vm.node] += footprint(vm);
  return sums;
}

/// How many of the rule's VMs are at one place at most.
std::size_t crowd(const model::Fleet& fleet, const model::Rule& rule) {
  std::map<std::string, std::size_t> counts;
  std::size_t most = 0;
  for (const auto& uuid : rule.vms) {
    const auto& node = *find_node(fleet, find_vm(fleet, uuid)->node);
    most = std::max(most, ++counts[rule.label.empty() ? node.name.str() : node.labels.at(rule.label)]);
  }
  return most;
}

}  // namespace

TEST_CASE("an invented fleet is the same for the same seed and another for another") {
  CHECK(synthetic({20, 200}, 1) == synthetic({20, 200}, 1));
  CHECK_FALSE(synthetic({20, 200}, 1) == synthetic({20, 200}, 2));
}

TEST_CASE("an invented fleet has the size asked for, and every VM fits where it is") {
  for (const auto& [nodes, vms] : {std::pair(1U, 0U), std::pair(1U, 50U), std::pair(2U, 1U),
                                   std::pair(3U, 12U), std::pair(40U, 400U), std::pair(100U, 1000U)}) {
    CAPTURE(nodes);
    const auto fleet = synthetic({nodes, vms}, 7);
    CHECK(fleet.nodes.size() == nodes);
    CHECK(fleet.vms.size() == vms);
    CHECK(fleet == model::sorted(fleet));
    for (const auto& [name, bytes] : held(fleet)) {
      const auto* node = find_node(fleet, name);
      REQUIRE(node != nullptr);
      CHECK(bytes <= node->memory_capacity);
    }
  }
}

TEST_CASE("no two VMs of an invented fleet have the same name, UUID or memory") {
  const auto fleet = synthetic({100, 1000}, 3);
  std::set<std::string> names;
  std::set<VmUuid> uuids;
  std::set<std::uint64_t> sizes;
  for (const auto& vm : fleet.vms) {
    names.insert(vm.name.str());
    uuids.insert(vm.uuid);
    sizes.insert(vm.memory.count);
  }
  CHECK(names.size() == 1000);
  CHECK(uuids.size() == 1000);
  CHECK(sizes.size() == 1000);
}

TEST_CASE("the rules of an invented fleet that must hold do hold") {
  const auto fleet = synthetic({40, 400}, 5);
  CHECK(fleet.rules.size() > 20);
  std::set<model::RuleKind> kinds;
  for (const auto& rule : fleet.rules) {
    kinds.insert(rule.kind);
    CAPTURE(rule.name);
    if (rule.must) CHECK(crowd(fleet, rule) <= rule.limit);
  }
  CHECK(kinds.size() == 3);
}
