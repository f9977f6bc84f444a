// SPDX-License-Identifier: GPL-2.0-or-later
// How it is told what is wrong and what became of it.
#include "report/anomalies.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;
using model::AnomalyKind;
using model::Pause;
using model::Prospect;
using model::RemedyKind;

namespace {

model::Copy copy(const std::string& node, model::VmState state, Pause pause = Pause::none) {
  model::Copy copy{example::vm("web1", node), pause};
  copy.vm.state = state;
  return copy;
}

const auto running = model::VmState::running;
const auto paused = model::VmState::paused;
const auto off = model::VmState::shut_off;

model::Anomaly wrong(AnomalyKind kind, std::vector<model::Copy> copies,
                     std::optional<model::Remedy> remedy = {}) {
  model::Anomaly anomaly{kind, remedy ? Prospect::mendable : Prospect::unproven};
  anomaly.vm = copies.front().vm.uuid;
  anomaly.name = copies.front().vm.name;
  anomaly.copies = std::move(copies);
  if (remedy) anomaly.node = remedy->node;
  anomaly.remedy = std::move(remedy);
  return anomaly;
}

model::Anomaly of_node(AnomalyKind kind, Prospect prospect, const std::string& node) {
  model::Anomaly anomaly{kind, prospect};
  anomaly.node = NodeName(node);
  return anomaly;
}

model::Remedy on(const std::string& node, RemedyKind kind) { return {kind, NodeName(node)}; }

model::Copy on_its_way(model::Copy copy) {
  copy.vm.pending = model::PendingMove{OperationId("op-1"), NodeName("node1"), NodeName("node2"), {}, false};
  return copy;
}

// One of each kind, and some that differ in what can be done about them.
model::Anomalies one_of_each() {
  model::Anomalies all = {
      wrong(AnomalyKind::running_twice, {copy("node1", running), copy("node2", running)}),
      wrong(AnomalyKind::paused_beside, {copy("node1", running), copy("node2", paused, Pause::otherwise)}),
      wrong(AnomalyKind::paused_twice,
            {copy("node1", paused, Pause::by_migration), copy("node2", paused, Pause::by_migration)}),
      wrong(AnomalyKind::postcopy_failed, {copy("node1", paused, Pause::postcopy_failed)}),
      wrong(AnomalyKind::left_over_copy, {copy("node1", running), copy("node2", paused, Pause::by_migration)},
            on("node2", RemedyKind::end_copy)),
      wrong(AnomalyKind::paused_by_migration, {on_its_way(copy("node1", paused, Pause::by_migration))},
            on("node1", RemedyKind::resume)),
      wrong(AnomalyKind::paused_by_migration, {copy("node1", paused, Pause::by_migration)}),
      wrong(AnomalyKind::half_received, {copy("node2", paused, Pause::by_migration)}),
      wrong(AnomalyKind::paused_on_the_way, {on_its_way(copy("node1", paused, Pause::otherwise))}),
      wrong(AnomalyKind::unfinished_move, {on_its_way(copy("node1", running))},
            on("node1", RemedyKind::finish_move)),
      wrong(AnomalyKind::unfinished_move, {on_its_way(copy("node1", running))}),
      wrong(AnomalyKind::defined_twice, {copy("node1", running), copy("node2", off)},
            on("node2", RemedyKind::undefine)),
      wrong(AnomalyKind::defined_twice, {copy("node1", off), copy("node2", off)}),
      wrong(AnomalyKind::transient, {copy("node1", running)}, on("node1", RemedyKind::make_persistent)),
      wrong(AnomalyKind::transient, {copy("node1", running)}),
      wrong(AnomalyKind::origin_unknown, {copy("node1", running)}, on("node1", RemedyKind::forget_origin)),
      wrong(AnomalyKind::untold, {copy("node1", running, Pause::untold)}),
      of_node(AnomalyKind::silent_node, Prospect::unproven, "node3"),
      of_node(AnomalyKind::stale_claim, Prospect::mendable, "node1"),
      of_node(AnomalyKind::stale_cordon, Prospect::mendable, "node2"),
      of_node(AnomalyKind::overdue_cordon, Prospect::advice, "node2"),
  };
  all[6].silent = {NodeName("node3")};
  all[7].copies[0].incoming = true;
  all[10].silent = {NodeName("node2")};
  all[12].copies[1].vm.hindrances = {{model::HindranceKind::managed_save, ""}};
  all[12].detail = "it holds a saved state";
  all[13].copies[0].vm.persistent = all[14].copies[0].vm.persistent = false;
  all[14].prospect = Prospect::advice;
  all[15].detail = "node9";
  all[16].detail = "node 'node1': no answer within 10 s";
  all[17].detail = "node 'node3': cannot connect: no route to host";
  for (std::size_t i = 18; i < 21; ++i) all[i].mark = example::cordon("new kernel");
  all[18].remedy = on("node1", RemedyKind::release_claim);
  all[19].remedy = on("node2", RemedyKind::rest_cordon);
  all[20].mark->until = example::evening();
  all.push_back(wrong(AnomalyKind::postcopy_failed, {copy("node1", paused, Pause::postcopy_failed)}));
  all.back().silent = {NodeName("node2")};
  return all;
}

model::Fleet fleet() {
  auto fleet = example::small();
  fleet.nodes.pop_back();
  fleet.absent.push_back({NodeName("node3"), {FaultKind::unreachable, "node 'node3': no route to host"}});
  return fleet;
}

report::Mending mending(const model::Anomalies& found) {
  report::Mending mending{OperationId("op-1"), {}};
  mending.outcomes.resize(found.size());
  mending.outcomes[4] = {model::MendResult::mended, {}};
  mending.outcomes[5] = {model::MendResult::over, "another node knows it by now"};
  mending.outcomes[9] = {model::MendResult::failed, "its notes could not be brought up to date"};
  mending.outcomes[11] = {model::MendResult::unproven, "node 'node2': no answer within 10 s"};
  return mending;
}

}  // namespace

TEST_CASE("all that can be wrong fits on a screen of 80 columns") {
  check_golden("anomalies-each-80.txt", report::anomalies_screen(one_of_each(), example::screen(80)));
  CHECK(report::anomalies_screen({}, example::screen(80)) == "Nothing is wrong.\n");
}

TEST_CASE("what became of it is a line each, and what was not touched is not forgotten") {
  const auto found = one_of_each();
  check_golden("mending-80.txt", report::mending_screen(found, mending(found), example::screen(80)));
}

TEST_CASE("where there is a remedy its safety is told, and else how to decide") {
  for (const auto& anomaly : one_of_each()) {
    CHECK(report::assurance(anomaly).empty() != anomaly.remedy.has_value());
    CHECK(report::counsel(anomaly).empty() == anomaly.remedy.has_value());
  }
}

TEST_CASE("a script is told all of it") {
  const auto found = one_of_each();
  check_golden("audit-each.json",
               report::audit_document(fleet(), found, "/etc/haxen/fleet.toml", example::evening(),
                                      ExitCode::unproven, report::Form::pages));
  check_golden("repair-each.json",
               report::repair_document(fleet(), found, mending(found), "/etc/haxen/fleet.toml",
                                       example::evening(), ExitCode::unproven, report::Form::pages));
  check_golden("repair-none.json", report::repair_document(example::small(), {}, {}, "", example::evening(),
                                                           ExitCode::done, report::Form::pages));
}
