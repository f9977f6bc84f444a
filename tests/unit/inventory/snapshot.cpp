// SPDX-License-Identifier: GPL-2.0-or-later
// Fleets as documents, and documents that something has damaged.
#include "inventory/snapshot.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "document/model.hpp"
#include "inventory/sample_fleet.hpp"
#include "report/golden.hpp"

using namespace haxen;
using document::Json;
using inventory::from_json;
using inventory::to_json;

namespace {

inventory::Snapshot sample_snapshot() { return {sample::fleet(), {1, 3, 5}}; }

Json sample_document() { return Json::parse(to_json(sample_snapshot())); }

std::string complaint(const Json& document) {
  const auto snapshot = from_json(document.dump());
  if (snapshot) return "none";
  CHECK(snapshot.error().kind == FaultKind::usage);
  return snapshot.error().message;
}

/// The sample with the value at `pointer` replaced.
std::string complaint_with(const std::string& pointer, const Json& value) {
  auto document = sample_document();
  document[Json::json_pointer(pointer)] = value;
  return complaint(document);
}

std::vector<std::string> pointers(const Json& value, const std::string& own = "") {
  std::vector<std::string> all;
  const auto add = [&](const std::string& key, const Json& member) {
    const auto pointer = (Json::json_pointer(own) / key).to_string();
    all.push_back(pointer);
    std::ranges::copy(pointers(member, pointer), std::back_inserter(all));
  };
  if (value.is_object())
    for (const auto& [key, member] : value.items()) add(key, member);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) add(std::to_string(i), value[i]);
  return all;
}

bool is_field(const Json::json_pointer& pointer, const Json& document) {
  const auto parent = pointer.parent_pointer();
  if (document.at(parent).is_array()) return false;
  return parent.empty() || (parent.back() != "labels" && parent.back() != "cpu_fit");
}

}  // namespace

TEST_CASE("a snapshot is written as its schema says") {
  check_golden("snapshot-full.json", to_json(sample_snapshot()));
  check_golden("snapshot-empty.json", to_json({}));
}

TEST_CASE("a fleet comes back from its snapshot as it was") {
  const auto snapshot = from_json(to_json(sample_snapshot()));
  REQUIRE_MESSAGE(snapshot, snapshot.error().message);
  CHECK(*snapshot == sample_snapshot());
  CHECK(from_json(to_json({})) == inventory::Snapshot{});
}

TEST_CASE("the order in which a document lists things changes nothing") {
  auto document = sample_document();
  for (const auto* list : {"nodes", "vms", "absent", "links"}) std::ranges::reverse(document[list]);
  CHECK(from_json(document.dump()) == sample_snapshot());
}

TEST_CASE("fields that a later version may add are passed over") {
  auto document = sample_document();
  document["taken"] = "2024-05-17T20:15:00Z";
  document["vms"][0]["colour"] = "blue";
  CHECK(from_json(document.dump()) == sample_snapshot());
}

TEST_CASE("documents from before VMs told when they were moved, or that a post-copy broke off, are read") {
  auto document = sample_document();
  auto expected = sample_snapshot();
  for (const auto* field : {"moved", "torn"})
    for (auto& vm : document["vms"]) vm.erase(field);
  for (auto& vm : expected.fleet.vms) {
    vm.moved.reset();
    vm.torn = false;
  }
  CHECK(from_json(document.dump()) == expected);
}

TEST_CASE("each field that is missing is told by its pointer") {
  const auto document = sample_document();
  int fields = 0;
  for (const auto& pointer : pointers(document)) {
    const Json::json_pointer place(pointer);
    if (!is_field(place, document) || place.back() == "moved" || place.back() == "torn") continue;
    CAPTURE(pointer);
    auto damaged = document;
    damaged.at(place.parent_pointer()).erase(place.back());
    CHECK(complaint(damaged) == "at '" + pointer + "': is missing");
    ++fields;
  }
  CHECK(fields > 150);
}

TEST_CASE("each value of the wrong type is told by its pointer") {
  const auto document = sample_document();
  const auto wrong = Json::parse(R"({"wrong": [[]]})");
  for (const auto& pointer : pointers(document)) {
    CAPTURE(pointer);
    CHECK(complaint_with(pointer, wrong).starts_with("at '" + pointer));
  }
}

TEST_CASE("values out of bounds are told with the bounds") {
  CHECK(complaint_with("/nodes/0/memory_total", -1) ==
        "at '/nodes/0/memory_total': must be a whole number from 0 to 1125899906842624, not -1");
  CHECK(complaint_with("/nodes/0/memory_total", 1.5) ==
        "at '/nodes/0/memory_total': must be a whole number from 0 to 1125899906842624, not 1.5");
  CHECK(complaint_with("/limits/moves_in_fleet", 0) ==
        "at '/limits/moves_in_fleet': must be a whole number from 1 to 1000, not 0");
  CHECK(complaint_with("/vms/0/vcpus", 18446744073709551615U) ==
        "at '/vms/0/vcpus': must be a whole number from 0 to 4294967295, not 18446744073709551615");
  CHECK(complaint_with("/nodes/0/link", 0) == "at '/nodes/0/link': must be above zero");
  CHECK(complaint_with("/nodes/0/cpu_used", -0.5) ==
        "at '/nodes/0/cpu_used': must be a number from 0 to 1e15, not -0.5");
  CHECK(complaint_with("/nodes/0/name", "") == "at '/nodes/0/name': must not be empty");
  CHECK(complaint_with("/vms/0/state", "asleep") ==
        "at '/vms/0/state': 'asleep' is not one of the known words");
  CHECK(complaint_with("/nodes/0/hypervisor_version", "7.2") ==
        "at '/nodes/0/hypervisor_version': must be a version as in \"7.2.22\", not \"7.2\"");
  CHECK(complaint_with("/nodes/0/cordon/since", "yesterday") ==
        "at '/nodes/0/cordon/since': must be a time as in 2024-05-17T20:15:00Z, not \"yesterday\"");
  CHECK(complaint_with("/vms/0/policy/outage_budget_seconds", 1e12) ==
        "at '/vms/0/policy/outage_budget_seconds': must be a length of time in seconds, not 1000000000000.0");
  CHECK(complaint_with("/nodes/0/labels/a~1b~0c", 1) ==
        "at '/nodes/0/labels/a~1b~0c': must be a text, not 1");
}

TEST_CASE("what contradicts itself is told where it does") {
  CHECK(complaint_with("/nodes/1/name", "n1") == "at '/nodes/1/name': 'n1' stands twice");
  CHECK(complaint_with("/absent/0/name", "n1") == "at '/absent/0/name': 'n1' stands twice");
  CHECK(complaint_with("/vms/0/node", "n3") == "at '/vms/0/node': 'n3' is not among the nodes");
  CHECK(complaint_with("/vms/1/node", "n1") ==
        "at '/vms/1/uuid': '11111111-2222-3333-4444-555555555555' stands twice at node 'n1'");
  CHECK(complaint_with("/links/0/rate", 1) == "at '/links/0/rate': is not the link of node 'n1'");
  CHECK(complaint_with("/links/0/node", "n9") == "at '/links/0/node': 'n9' is not among the nodes");
  CHECK(complaint_with("/nodes/0/claim", sample_document()["nodes"][1]["claim"]) ==
        "at '/nodes/0/claim': a node has at most one mark");
  CHECK(complaint_with("/nodes/0/cordon/kind", "claim") ==
        "at '/nodes/0/cordon/kind': stands in the place of the other kind of mark");
}

TEST_CASE("a number that nothing holds is refused, not thrown at the reader") {
  const auto snapshot = from_json(R"({"schema": "haxen/snapshot/1", "nodes": [687e9476736]})");
  REQUIRE_FALSE(snapshot);
  CHECK(snapshot.error().kind == FaultKind::usage);
  CHECK(snapshot.error().message.find("687e9476736") != std::string::npos);
}

TEST_CASE("another kind of document is told from a snapshot") {
  CHECK(complaint(Json::parse(R"({"schema": "haxen/status/1"})")) ==
        "at '/schema': must be \"haxen/snapshot/1\", not \"haxen/status/1\"");
  CHECK(complaint(Json::parse("[]")) == "at '': must be an object, not []");
  CHECK(from_json("").error().message == "not JSON: damaged in line 1, column 1");
  CHECK(from_json("{\n  \"schema\": \"haxen/snapshot/1\",\n  oops\n}").error().message ==
        "not JSON: damaged in line 3, column 3");
}

TEST_CASE(
    "a document with bytes changed is read as some fleet or refused, and what is read can be written and "
    "read again") {
  const unsigned seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
  };
  const auto sound = document::line(sample_document());
  int refused = 0;
  constexpr int rounds = 1000;
  for (int round = 0; round < rounds; ++round) {
    auto text = sound;
    for (auto times = below(3) + 1; times > 0; --times) {
      const auto at = below(text.size());
      if (below(2) == 0)
        text[at] = "0123456789-\"[]{},:ntfe"[below(22)];
      else
        text.erase(at, below(30));
    }
    CAPTURE(text);
    const auto snapshot = from_json(text);
    if (snapshot) {
      REQUIRE(from_json(to_json(*snapshot)) == *snapshot);
    } else {
      REQUIRE(snapshot.error().kind == FaultKind::usage);
      ++refused;
    }
  }
  CHECK(refused > rounds / 2);
}
