// SPDX-License-Identifier: GPL-2.0-or-later
// How what VMs' owners state joins the fleet file.
#include "inventory/statements.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "inventory/assemble.hpp"

using namespace haxen;
using namespace std::chrono_literals;
using inventory::join_statements;

namespace {

model::Fleet fleet() {
  model::Fleet fleet;
  for (const auto* name : {"n1", "n2"}) {
    fleet.nodes.emplace_back().name = NodeName(name);
    fleet.nodes.back().labels = {{"rack", name}};
  }
  for (int i = 1; i <= 3; ++i) {
    auto& vm = fleet.vms.emplace_back();
    vm.uuid = VmUuid(fmt::format("uuid-{}", i));
    vm.name = VmName(fmt::format("vm{}", i));
    vm.node = NodeName("n1");
    vm.state = model::VmState::running;
  }
  return fleet;
}

VmUuid uuid(int number) { return VmUuid(fmt::format("uuid-{}", number)); }

model::Statement stating(const std::string& name, model::RuleKind kind = model::RuleKind::apart) {
  model::Statement statement;
  auto& rule = statement.rules.emplace_back();
  rule.name = name;
  rule.kind = kind;
  return statement;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("VMs that state the same rule are what it is about") {
  const auto joined = join_statements(fleet(), {{uuid(1), stating("spread")}, {uuid(3), stating("spread")}});
  CHECK(joined.warnings.empty());
  REQUIRE(joined.fleet.rules.size() == 1);
  CHECK(joined.fleet.rules[0].name == "spread");
  CHECK(joined.fleet.rules[0].vms == std::vector{uuid(1), uuid(3)});
}

TEST_CASE("of VMs that state a rule differently the first by name is heard, and the others are told") {
  const auto joined = join_statements(
      fleet(),
      {{uuid(1), stating("x")}, {uuid(2), stating("x", model::RuleKind::together)}, {uuid(3), stating("x")}});
  CHECK(joined.fleet.rules.at(0).vms == std::vector{uuid(1), uuid(3)});
  CHECK(joined.warnings ==
        Lines{"vm 'vm2': its metadata: rule 'x' says otherwise than that of vm 'vm1'; this is left out"});
}

TEST_CASE("a rule of the fleet file, an unknown node and an unknown label are not overridden or guessed") {
  auto known = fleet();
  known.rules.emplace_back().name = "x";
  CHECK(join_statements(known, {{uuid(1), stating("x")}}).warnings ==
        Lines{"vm 'vm1': its metadata: rule 'x': the fleet file has one of that name; this is left out"});
  auto elsewhere = stating("y", model::RuleKind::only_on);
  elsewhere.rules[0].nodes = {NodeName("n9")};
  CHECK(join_statements(fleet(), {{uuid(1), elsewhere}}).warnings ==
        Lines{"vm 'vm1': its metadata: rule 'y': there is no node 'n9'; this is left out"});
  auto labelled = stating("z");
  labelled.rules[0].label = "room";
  CHECK(join_statements(fleet(), {{uuid(1), labelled}}).warnings ==
        Lines{"vm 'vm1': its metadata: rule 'z': no node has a label 'room'; this is left out"});
}

TEST_CASE("what was not understood is told with the VM's name") {
  model::Statement statement;
  statement.complaints = {"policy: there is no use for 'colour'"};
  CHECK(join_statements(fleet(), {{uuid(2), statement}}).warnings ==
        Lines{"vm 'vm2': its metadata: policy: there is no use for 'colour'; this is left out"});
}

TEST_CASE("rules that can never hold together are told in words") {
  auto bound = fleet();
  for (const auto kind : {model::RuleKind::apart, model::RuleKind::together}) {
    auto& rule = bound.rules.emplace_back();
    rule.kind = kind;
    rule.name = kind == model::RuleKind::apart ? "a" : "b";
    rule.vms = {uuid(1), uuid(2)};
  }
  CHECK(inventory::contradictions_in_words(bound) ==
        Lines{"rules 'a' and 'b' can never hold for vm1, vm2: they cannot be both apart and together"});
}

TEST_CASE(
    "metadata stands between the fleet file's defaults and its [[vm]] tables, and joins its rules by group") {
  config::Config config;
  config.nodes.emplace_back().name = NodeName("n1");
  config.defaults.outage_budget = 300ms;
  config.vms = {{config::VmKey::match, "vm2", {}, {}, {}, {}, 9}};
  config.rules.emplace_back().groups = {"d*"};
  config.rules.back().rule.name = "grouped";
  virt::Observation seen;
  seen.vms = fleet().vms;
  for (int i = 1; i <= 2; ++i) {
    auto& statement = seen.statements[uuid(i)];
    statement.groups = {"db"};
    statement.policy.outage_budget = 50ms;
    statement.policy.priority = 1;
  }
  const auto joined = inventory::assemble(config, {{NodeName("n1"), {seen, {}}}});
  const auto& vms = joined.fleet.vms;
  CHECK(vms.at(0).policy.outage_budget == 50ms);
  CHECK(vms.at(0).policy.priority == 1);
  CHECK(vms.at(1).policy.outage_budget == 50ms);
  CHECK(vms.at(1).policy.priority == 9);
  CHECK(vms.at(2).policy.outage_budget == 300ms);
  CHECK(joined.fleet.rules.at(0).vms == std::vector{uuid(1), uuid(2)});
}
