// SPDX-License-Identifier: GPL-2.0-or-later
// What is kept of nodes and VMs as JSON, there and back.
#include "document/ledger.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace haxen;
using document::Json;

namespace {

model::Statement full_statement() {
  model::Statement statement;
  statement.groups = {"web", "front"};
  statement.policy = {Milliseconds(100), true, false, true, -5, model::HandOver::confirmed};
  model::Rule rule;
  rule.kind = model::RuleKind::at_most;
  rule.name = "spread";
  rule.label = "rack";
  rule.limit = 2;
  rule.must = false;
  statement.rules = {rule};
  statement.complaints = {"policy: there is no use for 'x'"};
  return statement;
}

model::LedgerNode full_entry() {
  model::LedgerVm vm;
  vm.vm.uuid = VmUuid("u1");
  vm.vm.name = VmName("web1");
  vm.vm.node = NodeName("n1");
  vm.vm.state = model::VmState::running;
  vm.vm.memory = mib(128);
  vm.statement = full_statement();
  vm.definition = "<domain type='kvm'>\n</domain>";
  vm.running = "<domain type='kvm' id='4'>\n</domain>";
  vm.seen = model::WallTime(std::chrono::seconds(1'700'000'000));
  model::LedgerNode entry;
  entry.node.name = NodeName("n1");
  entry.vms = {vm};
  entry.seen = vm.seen;
  return entry;
}

template <class Decode>
auto decoded(const Json& document, Decode decode) {
  document::Damage damage;
  auto value = decode(document::Cursor(document, damage));
  CHECK_FALSE(damage.found());
  return value;
}

}  // namespace

TEST_CASE("what is kept of a node and its VMs comes back as it was") {
  const auto entry = full_entry();
  CHECK(decoded(document::encode(entry), document::decode_ledger_node) == entry);
}

TEST_CASE("what a VM's owner does not state is null, and comes back as not stated") {
  const auto document = document::encode(model::Statement{});
  CHECK(document ==
        Json::parse(R"({"groups": [], "policy": {"outage_budget_seconds": null, "may_throttle": null,
    "may_postcopy": null, "may_shut_down": null, "priority": null, "handover": null}, "rules": [], "complaints": []})"));
  CHECK(decoded(document, document::decode_statement) == model::Statement{});
}

TEST_CASE("a VM whose definition nobody could read has null for it") {
  auto vm = full_entry().vms.front();
  vm.definition.clear();
  vm.running.clear();
  const auto document = document::encode(vm);
  CHECK(document["definition"].is_null());
  CHECK(document["running"].is_null());
  CHECK(document["seen"] == "2023-11-14T22:13:20Z");
  CHECK(decoded(document, document::decode_ledger_vm) == vm);
}

TEST_CASE("what is wrong with an entry is told with its place") {
  auto document = document::encode(full_entry());
  document["vms"][0]["statement"]["policy"]["priority"] = "high";
  document::Damage damage;
  document::decode_ledger_node(document::Cursor(document, damage));
  REQUIRE(damage.found());
  CHECK(
      damage.first().message ==
      R"(at '/vms/0/statement/policy/priority': must be a whole number from -2147483648 to 2147483647, not "high")");
}
