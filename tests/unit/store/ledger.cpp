// SPDX-License-Identifier: GPL-2.0-or-later
// What is kept of nodes and VMs, and which sighting of a VM counts.
#include "store/ledger.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "folder.hpp"

using namespace haxen;
using namespace haxen::store;

namespace {

using model::LedgerNode;
using model::LedgerVm;
using model::VmState;

const std::string fleet = "/etc/haxen/fleet.toml";

model::WallTime at(int second) { return model::WallTime(std::chrono::seconds(1'700'000'000 + second)); }

LedgerVm vm(const std::string& name, VmState state = VmState::running) {
  LedgerVm kept;
  kept.vm.uuid = VmUuid("uuid-" + name);
  kept.vm.name = VmName(name);
  kept.vm.state = state;
  kept.vm.memory = mib(512);
  kept.statement.groups = {"web"};
  kept.definition = "<domain>" + name + "</domain>";
  if (model::is_active(state)) kept.running = "<domain id='1'>" + name + "</domain>";
  return kept;
}

LedgerNode node(const std::string& name, int second, std::vector<LedgerVm> vms) {
  LedgerNode kept;
  kept.node.name = NodeName(name);
  kept.node.memory_total = gib(4);
  kept.seen = at(second);
  for (auto& each : vms) {
    each.vm.node = kept.node.name;
    each.seen = kept.seen;
  }
  kept.vms = std::move(vms);
  return kept;
}

LedgerVm without_definition(LedgerVm kept) {
  kept.definition.clear();
  return kept;
}

Ledger open(const Folder& folder) {
  auto ledger = Ledger::open(folder.path());
  REQUIRE(ledger);
  return std::move(*ledger);
}

/// "n1: web1 db1; n2: -"
std::string places(Ledger& ledger) {
  std::string text;
  const auto nodes = ledger.nodes(fleet);
  REQUIRE(nodes);
  for (const auto& each : *nodes) {
    text += (text.empty() ? "" : "; ") + each.node.name.str() + ":";
    for (const auto& kept : each.vms) text += " " + kept.vm.name.str();
  }
  return text;
}

std::string definition_of(Ledger& ledger, const std::string& name) {
  const auto nodes = ledger.nodes(fleet);
  REQUIRE(nodes);
  for (const auto& each : *nodes)
    for (const auto& kept : each.vms)
      if (kept.vm.name.str() == name) return kept.definition;
  return "is not kept";
}

}  // namespace

TEST_CASE("what was kept of nodes and VMs is read as it was, by another process as well, sorted by name") {
  const Folder folder;
  const auto first = node("n1", 0, {vm("db1", VmState::shut_off), vm("web1")});
  const auto second = node("n2", 0, {});
  {
    auto ledger = open(folder);
    REQUIRE(ledger.keep(fleet, second));
    REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1"), vm("db1", VmState::shut_off)})));
  }
  auto ledger = open(folder);
  CHECK(ledger.nodes(fleet).value() == std::vector{first, second});
  CHECK(ledger.names(fleet).value() == std::vector{NodeName("n1"), NodeName("n2")});
  CHECK(ledger.nodes("/another/fleet.toml").value().empty());
}

TEST_CASE("a node that answered replaces what was kept of it, and of no other") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1"), vm("web2")})));
  REQUIRE(ledger.keep(fleet, node("n2", 0, {vm("db1")})));
  REQUIRE(ledger.keep(fleet, node("n1", 60, {vm("web2")})));
  CHECK(places(ledger) == "n1: web2; n2: db1");
  CHECK(ledger.nodes(fleet).value().at(0).seen == at(60));
  CHECK(ledger.nodes(fleet).value().at(1).seen == at(0));
}

TEST_CASE("a VM that runs counts before its definition that is off elsewhere, whichever was seen later") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1")})));
  REQUIRE(ledger.keep(fleet, node("n2", 60, {vm("web1", VmState::shut_off)})));
  CHECK(places(ledger) == "n1: web1; n2:");
  REQUIRE(ledger.keep(fleet, node("n2", 120, {vm("web1", VmState::paused)})));
  CHECK(places(ledger) == "n1:; n2: web1");
}

TEST_CASE("of two definitions that are off the newer counts") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, node("n2", 60, {vm("web1", VmState::shut_off)})));
  REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1", VmState::shut_off)})));
  CHECK(places(ledger) == "n1:; n2: web1");
}

TEST_CASE("a VM that was seen to run elsewhere later, and to be off there after that, is not told to run") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1")})));
  REQUIRE(ledger.keep(fleet, node("n2", 60, {vm("web1")})));
  REQUIRE(ledger.keep(fleet, node("n2", 120, {vm("web1", VmState::shut_off)})));
  CHECK(places(ledger) == "n1:; n2: web1");
}

TEST_CASE("a VM that has gone from one node to another is kept, in whichever order the two are") {
  for (const bool target_first : {true, false}) {
    const Folder folder;
    auto ledger = open(folder);
    REQUIRE(ledger.keep(fleet, {node("n1", 0, {vm("web1")}), node("n2", 0, {})}));
    std::vector now = {node("n1", 60, {}),
                       node("n2", 60, {without_definition(vm("web1", VmState::shut_off))})};
    if (target_first) std::swap(now[0], now[1]);
    REQUIRE(ledger.keep(fleet, now));
    CHECK(places(ledger) == "n1:; n2: web1");
    CHECK(definition_of(ledger, "web1") == "<domain>web1</domain>");
  }
}

TEST_CASE("a definition that could not be read leaves the former one, and a newer one replaces it") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, node("n1", 0, {without_definition(vm("web1"))})));
  CHECK(definition_of(ledger, "web1").empty());
  REQUIRE(ledger.keep(fleet, node("n1", 60, {vm("web1")})));
  REQUIRE(ledger.keep(fleet, node("n1", 120, {without_definition(vm("web1"))})));
  CHECK(definition_of(ledger, "web1") == "<domain>web1</domain>");
  REQUIRE(ledger.keep(fleet, node("n2", 180, {without_definition(vm("web1"))})));
  CHECK(definition_of(ledger, "web1") == "<domain>web1</domain>");
  auto renamed = vm("web1");
  renamed.definition = "<domain>another</domain>";
  REQUIRE(ledger.keep(fleet, node("n2", 240, {renamed})));
  CHECK(definition_of(ledger, "web1") == "<domain>another</domain>");
}

TEST_CASE("a definition is to be read anew where what runs is written in another way than it was then") {
  const Folder folder;
  auto ledger = open(folder);
  const auto same = node("n1", 60, {without_definition(vm("web1"))});
  CHECK(ledger.unread(fleet, same).value() == std::vector{VmUuid("uuid-web1")});
  REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1")})));
  CHECK(ledger.unread(fleet, same).value().empty());
  auto other = same;
  other.vms[0].running = "<domain id='2'>web1</domain>";
  CHECK(ledger.unread(fleet, other).value() == std::vector{VmUuid("uuid-web1")});
  other = same;
  other.node.name = NodeName("n2");
  CHECK(ledger.unread(fleet, other).value() == std::vector{VmUuid("uuid-web1")});
}

TEST_CASE("a definition that nobody had the time to read anew is to be read the next time") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1")})));
  auto changed = node("n1", 60, {without_definition(vm("web1"))});
  changed.vms[0].running = "<domain id='2'>web1</domain>";
  REQUIRE(ledger.keep(fleet, changed));
  CHECK(ledger.unread(fleet, changed).value() == std::vector{VmUuid("uuid-web1")});
  changed.vms[0].definition = "<domain>web1, as it is now</domain>";
  REQUIRE(ledger.keep(fleet, changed));
  changed.vms[0].definition.clear();
  CHECK(ledger.unread(fleet, changed).value().empty());
}

TEST_CASE("a node that is forgotten takes its VMs along, and nothing of another fleet") {
  const Folder folder;
  auto ledger = open(folder);
  const auto one = node("n1", 0, {vm("web1")});
  REQUIRE(ledger.keep(fleet, one));
  REQUIRE(ledger.keep("/another/fleet.toml", one));
  REQUIRE(ledger.forget(fleet, NodeName("n1")));
  REQUIRE(ledger.forget(fleet, NodeName("never seen")));
  CHECK(ledger.nodes(fleet).value().empty());
  CHECK(ledger.nodes("/another/fleet.toml").value() == std::vector{one});
}

TEST_CASE("what comes from elsewhere is kept where it is newer") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, {node("n1", 60, {vm("web1")}), node("n2", 60, {vm("db1")})}));
  const auto merged =
      ledger.merge(fleet, {node("n1", 0, {}), node("n2", 120, {vm("db2")}), node("n3", 0, {vm("web3")})});
  CHECK(merged == 2U);
  CHECK(places(ledger) == "n1: web1; n2: db2; n3: web3");
}

TEST_CASE("a reader finds no ledger where there is none, and makes none") {
  const Folder folder;
  CHECK_FALSE(Ledger::open_existing(folder.path()).value());
  CHECK(std::filesystem::is_empty(folder.path()));
  REQUIRE(open(folder).keep(fleet, node("n1", 0, {})));
  auto reader = Ledger::open_existing(folder.path());
  REQUIRE(reader.value());
  CHECK(places(**reader) == "n1:");
  CHECK_FALSE((*reader)->keep(fleet, node("n1", 60, {})));
}

TEST_CASE("a ledger of a later haxen is left alone") {
  const Folder folder;
  open(folder);
  REQUIRE(Database::open(folder.path() / "ledger.sqlite")->execute("PRAGMA user_version = 2"));
  CHECK(Ledger::open(folder.path()).error().kind == FaultKind::unsupported);
  CHECK(Ledger::open_existing(folder.path()).error().kind == FaultKind::unsupported);
}

TEST_CASE("an entry that cannot be understood is told, with what renews it") {
  const Folder folder;
  auto ledger = open(folder);
  REQUIRE(ledger.keep(fleet, node("n1", 0, {vm("web1")})));
  REQUIRE(Database::open(folder.path() / "ledger.sqlite")->execute("UPDATE vm SET document = '{}'"));
  const auto read = ledger.nodes(fleet);
  REQUIRE_FALSE(read);
  CHECK(read.error().message == "the ledger's entry of VM 'uuid-web1': at '/vm': is missing");
  CHECK(read.error().hint == "'haxen ledger sync' writes it anew");
  REQUIRE(ledger.keep(fleet, node("n1", 60, {vm("web1")})));
  CHECK(places(ledger) == "n1: web1");
}

TEST_CASE("the ledger is its owner's only") {
  const Folder folder;
  REQUIRE(open(folder).keep(fleet, node("n1", 0, {})));
  struct stat found {};
  REQUIRE(stat((folder.path() / "ledger.sqlite").c_str(), &found) == 0);
  CHECK((found.st_mode & 07777) == 0600);
}
