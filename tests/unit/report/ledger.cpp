// SPDX-License-Identifier: GPL-2.0-or-later
// The ledger on a screen and as a document.
#include "report/ledger.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;
using namespace std::chrono_literals;

namespace {

model::LedgerVm entry(model::Vm vm, model::WallTime seen) {
  model::LedgerVm kept{std::move(vm), {}, "<domain type='kvm'/>\n", "<domain type='kvm' id='3'/>\n", seen};
  return kept;
}

/// One node seen just now, one that has been silent for days, one without VMs.
std::vector<model::LedgerNode> some() {
  const auto now = example::evening();
  std::vector<model::LedgerNode> nodes(3);
  nodes[0] = {example::node("node1"), {entry(example::vm("web1", "node1"), now - 20s)}, now - 20s};
  auto& web = nodes[0].vms[0];
  web.statement.groups = {"web"};
  web.statement.policy.outage_budget = Milliseconds(100);
  web.statement.policy.hand_over = model::HandOver::confirmed;
  web.statement.rules.resize(1);
  web.statement.rules[0].name = "spread";
  web.statement.complaints = {"group: has no 'name'"};
  auto off = entry(example::vm("db1", "node2"), now - 75h);
  off.vm.state = model::VmState::shut_off;
  off.running.clear();
  auto unread = entry(example::vm("mail", "node2"), now - 75h);
  unread.definition.clear();
  nodes[1] = {example::node("node2"), {off, unread}, now - 75h};
  nodes[2] = {example::node("node3"), {}, now - 20s};
  return nodes;
}

}  // namespace

TEST_CASE("the ledger's screen tells of each VM how old that is, and whether it could be started by it") {
  check_golden("ledger-80.txt", report::ledger_screen(some(), example::evening(), example::screen(80)));
  check_golden("ledger-40.txt", report::ledger_screen(some(), example::evening(), example::screen(40)));
  CHECK(report::ledger_screen({}, example::evening(), example::screen(80)) ==
        "Nothing of this fleet is kept here yet: see 'haxen ledger sync'.\n");
}

TEST_CASE("a script is told all that the ledger holds") {
  check_golden("ledger-some.json", report::ledger_document(some(), "/etc/haxen/fleet.toml",
                                                           example::evening(), report::Form::pages));
  check_golden("ledger-none.json", report::ledger_document({}, "", example::evening(), report::Form::pages));
}
