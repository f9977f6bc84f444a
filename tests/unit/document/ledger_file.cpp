// SPDX-License-Identifier: GPL-2.0-or-later
// The ledger as a document, and documents that something has damaged.
#include "document/ledger_file.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace haxen;
using document::Json;

namespace {

const model::WallTime now(std::chrono::seconds(1'700'000'000));

model::LedgerVm vm(const std::string& name, const std::string& on) {
  model::LedgerVm entry;
  entry.vm.uuid = VmUuid("uuid-" + name);
  entry.vm.name = VmName(name);
  entry.vm.node = NodeName(on);
  entry.definition = "<domain/>";
  entry.seen = now;
  return entry;
}

std::vector<model::LedgerNode> sample() {
  std::vector<model::LedgerNode> nodes(2);
  nodes[0].node.name = NodeName("n1");
  nodes[0].vms = {vm("db1", "n1"), vm("web1", "n1")};
  nodes[0].seen = now;
  nodes[1].node.name = NodeName("n2");
  nodes[1].seen = now;
  return nodes;
}

Json sample_document() { return document::ledger_document(sample(), "/etc/haxen/fleet.toml", now); }

std::string complaint_with(const std::string& pointer, const Json& value) {
  auto document = sample_document();
  document[Json::json_pointer(pointer)] = value;
  const auto read = document::ledger_from_json(document.dump(), now);
  if (read) return "none";
  CHECK(read.error().kind == FaultKind::usage);
  return read.error().message;
}

}  // namespace

TEST_CASE("a ledger comes back from its document as it was") {
  CHECK(document::ledger_from_json(sample_document().dump(), now) == sample());
}

TEST_CASE("a ledger's document that is unsound is refused with the place") {
  CHECK(complaint_with("/schema", "haxen/snapshot/1") ==
        R"(at '/schema': must be "haxen/ledger/1", not "haxen/snapshot/1")");
  CHECK(complaint_with("/nodes/1/node/name", "n1") == "at '/nodes/1/node/name': 'n1' stands twice");
  CHECK(complaint_with("/nodes/0/vms/1/vm/uuid", "uuid-db1") ==
        "at '/nodes/0/vms/1/vm/uuid': 'uuid-db1' stands twice at node 'n1'");
  CHECK(complaint_with("/nodes/0/vms/1/vm/node", "n2") ==
        "at '/nodes/0/vms/1/vm/node': 'n2' is not the node 'n1' that it stands at");
  CHECK(complaint_with("/nodes/1/seen", "2023-11-14T22:13:21Z") ==
        "at '/nodes/1/seen': 2023-11-14T22:13:21Z is in the future");
  CHECK(complaint_with("/nodes/0/vms/0/seen", "2023-11-14T22:13:21Z") ==
        "at '/nodes/0/vms/0/seen': 2023-11-14T22:13:21Z is in the future");
  CHECK(complaint_with("/nodes/0/vms/0/definition", 7) ==
        "at '/nodes/0/vms/0/definition': must be a text, not 7");
  CHECK(complaint_with("/nodes", Json()) == "at '/nodes': must be a list, not null");
}

TEST_CASE("a document without an entry of some kind is refused, and no reader stumbles over any value") {
  const auto flat = sample_document().flatten();
  for (const auto& [pointer, ignored] : flat.items()) {
    for (const auto& value : {Json(), Json(-1), Json("x"), Json::array({1}), Json::object()})
      static_cast<void>(complaint_with(pointer, value));
  }
  CHECK_FALSE(document::ledger_from_json("{}", now));
  CHECK(document::ledger_from_json("[", now).error().message == "not JSON: damaged in line 1, column 2");
}
