// SPDX-License-Identifier: GPL-2.0-or-later
// Kept plans as documents, and documents that something has damaged.
#include "operation/plan_file.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>

#include "document/model.hpp"
#include "operation/sample.hpp"
#include "report/golden.hpp"

using namespace haxen;
using document::Json;
using operation::plan_from_json;
using operation::to_json;

namespace {

operation::KeptPlan full_plan() {
  auto kept = test::kept_plan();
  kept.until = model::WallTime(std::chrono::seconds(1'700'003'600));
  kept.reopen = {NodeName("n3")};
  kept.on_blocked = operation::OnBlocked::shut_down;
  kept.plan.shut_downs = {{VmUuid("uuid-mail"), NodeName("n2")}};
  kept.plan.blockers = {{model::Reason::not_enough_memory, VmUuid("uuid-mail"), NodeName("n3"), "2 GiB"}};
  kept.plan.score_before = 1.5;
  kept.plan.score_after = 0.25;
  kept.plan.standing_before = model::Standing{0.5, 0.75, 0.25, 2};
  kept.plan.standing_after = model::Standing{0.25, 0, 0, {}};
  kept.plan.expected_time = Seconds(12.5);
  return kept;
}

operation::KeptPlan empty_plan() {
  operation::KeptPlan kept;
  kept.command = "drain";
  return kept;
}

std::string complaint(const Json& document) {
  const auto kept = plan_from_json(document.dump());
  if (kept) return "none";
  CHECK(kept.error().kind == FaultKind::usage);
  return kept.error().message;
}

std::string complaint_with(const std::string& pointer, const Json& value) {
  auto document = Json::parse(to_json(full_plan()));
  document[Json::json_pointer(pointer)] = value;
  return complaint(document);
}

}  // namespace

TEST_CASE("a plan file is written as its schema says") {
  check_golden("plan-file-full.json", to_json(full_plan()));
  check_golden("plan-file-empty.json", to_json(empty_plan()));
}

TEST_CASE("a plan comes back from its file as it was") {
  for (const auto& kept : {full_plan(), test::kept_plan(), empty_plan()}) {
    const auto read = plan_from_json(to_json(kept));
    REQUIRE_MESSAGE(read, read.error().message);
    CHECK(*read == kept);
  }
}

TEST_CASE("each field that is missing is told by its pointer") {
  const auto document = Json::parse(to_json(full_plan()));
  for (const auto& [key, value] : document.items()) {
    auto damaged = document;
    damaged.erase(key);
    CHECK(complaint(damaged) == "at '/" + key + "': is missing");
  }
  for (const auto& [key, value] : document["moves"][1].items()) {
    if (key == "vm") continue;  // for people
    auto damaged = document;
    damaged["moves"][1].erase(key);
    CHECK(complaint(damaged) == "at '/moves/1/" + key + "': is missing");
  }
}

TEST_CASE("what does not fit together is told by its pointer") {
  CHECK(complaint_with("/schema", "haxen/plan/1") ==
        "at '/schema': must be \"haxen/plan-file/1\", not \"haxen/plan/1\"");
  CHECK(complaint_with("/moves/0/to", "n9") == "at '/moves/0/to': 'n9' is not among the nodes of the basis");
  CHECK(complaint_with("/moves/1/uuid", "x") == "at '/moves/1/uuid': 'x' is not among the VMs of the basis");
  CHECK(complaint_with("/moves/1/after", {1}) == "at '/moves/1/after': 1 is not an earlier move");
  CHECK(complaint_with("/cordon/0", "n9") == "at '/cordon/0': 'n9' is not among the nodes of the basis");
  CHECK(complaint_with("/parallel", 65) == "at '/parallel': must be a whole number from 1 to 64, not 65");
  CHECK(complaint_with("/remove_source_images", "yes") ==
        "at '/remove_source_images': must be true or false, not \"yes\"");
  CHECK(complaint_with("/on_blocked", "stop") ==
        "at '/on_blocked': must be \"fail\", \"skip\" or \"shutdown\", not \"stop\"");
  CHECK(complaint_with("/basis/vms/1/memory", -1) ==
        "at '/basis/vms/1/memory': must be a whole number from 0 to 1125899906842624, not -1");
}

TEST_CASE("what is no JSON is told with line and column") {
  CHECK(plan_from_json("").error().message == "not JSON: damaged in line 1, column 1");
  CHECK(plan_from_json("{\n \"schema\": }").error().message == "not JSON: damaged in line 2, column 12");
}

TEST_CASE("a file with any bytes damaged is read or refused, and never more") {
  const auto text = to_json(full_plan());
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    auto damaged = text;
    for (auto hits = random() % 4; hits-- > 0;)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    if (const auto kept = plan_from_json(damaged)) CHECK(plan_from_json(to_json(*kept)).has_value());
  }
}
