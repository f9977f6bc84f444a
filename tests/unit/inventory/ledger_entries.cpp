// SPDX-License-Identifier: GPL-2.0-or-later
// What of the nodes' answers is kept, and what a change has made of it.
#include "inventory/ledger_entries.hpp"

#include <doctest/doctest.h>

using namespace haxen;
using model::LedgerNode;
using model::LedgerVm;

namespace {

const model::WallTime now(std::chrono::seconds(1'700'000'000));

model::Vm vm(const std::string& name, const std::string& on, model::VmState state) {
  model::Vm made;
  made.uuid = VmUuid("uuid-" + name);
  made.name = VmName(name);
  made.node = NodeName(on);
  made.state = state;
  return made;
}

LedgerNode node(const std::string& name, std::vector<LedgerVm> vms) {
  LedgerNode made;
  made.node.name = NodeName(name);
  made.vms = std::move(vms);
  made.seen = now;
  return made;
}

LedgerVm running(const std::string& name, const std::string& on) {
  return {vm(name, on, model::VmState::running), {}, {}, "<domain id='1'/>", now};
}

model::MoveOutcome move(const std::string& name, model::MoveResult result) {
  model::MoveOutcome ended;
  ended.move.vm = VmUuid("uuid-" + name);
  ended.move.from = NodeName("n1");
  ended.move.to = NodeName("n2");
  ended.result = result;
  return ended;
}

}  // namespace

TEST_CASE("of a VM that runs is kept what it runs by, and of one that is off its definition") {
  virt::Observation seen;
  seen.node.name = NodeName("n1");
  const auto db = vm("db1", "n1", model::VmState::shut_off);
  const auto web = vm("web1", "n1", model::VmState::running);
  seen.vms = {db, web, vm("unread", "n1", model::VmState::running)};
  seen.texts = {{db.uuid, "<domain/>"}, {web.uuid, "<domain id='1'/>"}};
  seen.statements[web.uuid].groups = {"front"};
  config::Config config;
  config.nodes.resize(2);
  config.nodes[0].name = NodeName("n1");
  config.nodes[1].name = NodeName("n2");
  const std::map<NodeName, inventory::Answer> answers = {
      {NodeName("n1"), {seen, {}}}, {NodeName("n2"), {fault(FaultKind::late, "no answer"), {}}}};
  const auto fleet = inventory::assemble(config, answers).fleet;

  const auto entries = inventory::ledger_entries(fleet, answers, now);

  auto wanted = node("n1", {{fleet.vms[0], {}, "<domain/>", "", now},
                            {fleet.vms[1], {}, "", "", now},
                            {fleet.vms[2], seen.statements[web.uuid], "", "<domain id='1'/>", now}});
  wanted.node = fleet.nodes[0];
  CHECK(entries == std::vector{wanted});
}

TEST_CASE(
    "a VM that has moved is kept at its target, in place of a definition there, and any other where it was") {
  auto former = running("web1", "n2");
  former.vm.state = model::VmState::shut_off;
  model::Outcome outcome;
  outcome.moves = {move("web1", model::MoveResult::moved), move("web2", model::MoveResult::stayed),
                   move("web3", model::MoveResult::unproven), move("elsewhere", model::MoveResult::moved)};
  const auto entries =
      inventory::after({node("n1", {running("web1", "n1"), running("web2", "n1"), running("web3", "n1")}),
                        node("n2", {former})},
                       outcome);
  CHECK(entries == std::vector{node("n1", {running("web2", "n1"), running("web3", "n1")}),
                               node("n2", {running("web1", "n2")})});
}

TEST_CASE("a VM that was shut down is kept as off") {
  model::Outcome outcome;
  outcome.shut_downs.resize(2);
  outcome.shut_downs[0] = {{VmUuid("uuid-web1"), NodeName("n1")}, model::ShutDownResult::off, {}, {}};
  outcome.shut_downs[1] = {
      {VmUuid("uuid-web2"), NodeName("n1")}, model::ShutDownResult::still_running, {}, {}};
  const auto entries =
      inventory::after({node("n1", {running("web1", "n1"), running("web2", "n1")})}, outcome);
  CHECK(entries[0].vms[0].vm.state == model::VmState::shut_off);
  CHECK(entries[0].vms[0].running.empty());
  CHECK(entries[0].vms[1] == running("web2", "n1"));
}
