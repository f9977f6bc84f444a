// SPDX-License-Identifier: GPL-2.0-or-later
// What scripts are given. The files are validated against man/schemas by tests/schemas/validate.
#include "report/documents.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "document/words.hpp"
#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;
using report::Form;

namespace {

template <class Enum>
std::vector<Enum> all() {
  std::vector<Enum> values;
  for (int value = 0; !document::word(Enum{value}).empty(); ++value) values.push_back(Enum{value});
  return values;
}

/// A fleet in which every enumerator that a status can hold occurs.
model::Fleet motley() {
  model::Fleet fleet;
  for (const auto hypervisor : all<model::Hypervisor>()) {
    fleet.nodes.push_back(example::node("node" + std::to_string(fleet.nodes.size())));
    fleet.nodes.back().hypervisor = hypervisor;
  }
  for (const auto kind : all<model::MarkKind>()) {
    auto& node = fleet.nodes[static_cast<std::size_t>(kind)];
    node.mark = example::cordon("new DIMMs");
    node.mark->kind = kind;
  }
  for (const auto kind : all<FaultKind>())
    fleet.absent.push_back(
        {NodeName("gone" + std::to_string(fleet.absent.size())), {kind, "a message", "a hint"}});
  for (const auto state : all<model::VmState>()) {
    fleet.vms.push_back(example::vm("vm" + std::to_string(fleet.vms.size()), "node0"));
    fleet.vms.back().state = state;
  }
  for (const auto kind : all<model::JobKind>())
    fleet.vms[static_cast<std::size_t>(kind)].job = model::Job{kind};
  for (const auto kind : all<model::HindranceKind>()) fleet.vms[0].hindrances.push_back({kind, "a detail"});
  fleet.nodes[0].labels = {{"rack", "r7"}};
  fleet.nodes[0].link = Bandwidth{1.25e9};
  fleet.nodes[0].vcpu_limit = 32;
  return fleet;
}

/// A plan in which every enumerator that a plan can hold occurs.
model::Plan motley_plan() {
  auto plan = example::drain();
  const auto& vm = plan.moves[0].vm;
  for (const auto reason : all<model::Reason>())
    plan.blockers.push_back({reason, vm, NodeName("node2"), "a detail"});
  for (const auto kind : all<model::RelaxationKind>())
    plan.relaxations.push_back({kind, vm, NodeName("node2"), mib(456), 2, "a rule"});
  plan.resting = {{vm, model::WallTime(std::chrono::seconds(1'700'000'000))}};
  plan.shut_downs = {{vm, NodeName("node1")}};
  plan.purges = {{vm, NodeName("node2"), NodeName("node1")}};
  plan.admitted = {NodeName("node2")};
  auto& start = plan.starts.emplace_back();
  start.vm = example::vm("new1", "node2");
  return plan;
}

model::Outcome motley_outcome() {
  auto outcome = example::mixed();
  for (const auto result : all<model::MoveResult>()) {
    outcome.moves.push_back(outcome.moves[0]);
    outcome.moves.back().result = result;
  }
  for (const auto result : all<model::ShutDownResult>())
    outcome.shut_downs.push_back(
        {{outcome.moves[0].move.vm, NodeName("node1")}, result, Seconds(3), "a fault"});
  for (const auto result : all<model::StartResult>()) {
    auto& end = outcome.starts.emplace_back();
    end.start.vm.uuid = VmUuid("6b6f7c1e-0000-4000-8000-00000000new1");
    end.start.vm.name = VmName("new1");
    end.start.vm.node = NodeName("node2");
    end.result = result;
    end.time = Seconds(2);
    end.fault = "a fault";
    end.warnings = {"a warning"};
    end.probed = result == model::StartResult::running;
    if (end.probed) end.answered = Seconds(9.5);
  }
  outcome.warnings = {"the journal could not be written: disk full"};
  return outcome;
}

std::vector<model::Happening> one_of_each_happening() {
  const model::NamedVm vm{VmUuid("6b6f7c1e-0000-4000-8000-00000000web1"), VmName("web1")};
  const NodeName from("node1"), to("node2");
  const auto outcome = motley_outcome();
  std::vector<model::Happening> happenings = {
      model::OperationBegan{OperationId("op-1"), "drain", 3, gib(5), Seconds(41.5)},
      model::Marked{from, model::MarkKind::cordon, {}},
      model::Unmarked{to, model::MarkKind::claim},
      model::MoveStarted{vm, from, to, mib(512), Seconds(5.2), Milliseconds(250)},
      model::MoveAdopted{vm, from, to, mib(512)},
      model::Sampled{vm, Seconds(1.4), 2, mib(520), mib(600), mib(12), Bandwidth{1.1e8}, std::nullopt,
                     Milliseconds(10), std::nullopt},
      model::DowntimeRaised{vm, Milliseconds(10), Milliseconds(40), "pass 3 left as much as pass 2"},
      model::Throttled{vm, 20},
      model::PostCopyBegan{vm, "it is still not done after 9 min"},
      model::MoveEnded{vm, outcome.moves[1]},
      model::ShutDownAsked{vm, from},
      model::ShutDownEnded{vm, outcome.shut_downs[0]},
      model::Mended{
          vm, {model::RemedyKind::resume, NodeName("node1")}, {model::MendResult::failed, "a fault"}},
      model::Mended{
          {}, {model::RemedyKind::release_claim, NodeName("node1")}, {model::MendResult::mended, {}}},
      model::StartBegan{vm, to, gib(4)},
      model::StartEnded{vm, outcome.starts[0]},
      model::Warned{vm, from, "its downtime limit could not be put back"},
      model::Warned{std::nullopt, std::nullopt, "the journal could not be written", "disk full"},
      model::Waiting{vm, "node2 has two arriving already"},
      model::Waiting{std::nullopt, "for a running migration"},
      model::HookEnded{"before-drain/10-backup", std::nullopt, model::HookResult::failed, 1, Seconds(0.5),
                       "the backup is running\n"},
      model::HookEnded{"after-vm/10-balancer", vm, model::HookResult::not_run, std::nullopt, Seconds(0),
                       "Exec format error"},
  };
  for (const auto cause : all<model::StopCause>()) happenings.push_back(model::Stopping{cause, 2, ""});
  return happenings;
}

report::Undertaking agreed() {
  auto of = example::draining("node1");
  of.operation = example::cordon("").operation;
  return of;
}

}  // namespace

TEST_CASE("a status holds every node and VM, with every field for each") {
  const auto now = example::evening();
  check_golden("status-troubled.json",
               report::status_document(example::troubled(), "/etc/haxen/fleet.toml", now, Form::pages));
  check_golden("status-motley.json", report::status_document(motley(), "", now, Form::pages));
  check_golden("status-empty.json", report::status_document({}, "fleet.toml", now, Form::pages));
}

TEST_CASE("a node that did not answer has the same fields as one that did") {
  const auto status = nlohmann::ordered_json::parse(
      report::status_document(example::troubled(), "", example::evening(), Form::line));
  std::vector<std::string> of_first, of_last;
  for (const auto& [key, value] : status["nodes"].front().items()) of_first.push_back(key);
  for (const auto& [key, value] : status["nodes"].back().items()) of_last.push_back(key);
  CHECK(of_first == of_last);
}

TEST_CASE("a plan holds every move and blocker, with reasons for scripts and for people") {
  const auto now = example::evening();
  const auto of = example::draining("node1");
  check_golden("plan-drain.json",
               report::plan_document(of, example::small(), example::drain(), now, Form::pages));
  check_golden("plan-motley.json",
               report::plan_document(of, example::small(), motley_plan(), now, Form::pages));
  check_golden("plan-empty.json", report::plan_document({}, {}, {}, now, Form::pages));
}

TEST_CASE("an outcome is its plan and what became of it") {
  const auto now = example::evening();
  const report::Ending ending{Seconds(42), ExitCode::partial};
  check_golden("outcome-mixed.json",
               report::outcome_document(agreed(), ending, example::small(), example::drain(),
                                        example::mixed(), now, Form::pages));
  check_golden("outcome-seen.json",
               report::outcome_document(agreed(), ending, example::small(), example::drain(), example::seen(),
                                        example::evening(), Form::pages));
  check_golden("outcome-motley.json",
               report::outcome_document(agreed(), ending, example::small(), motley_plan(), motley_outcome(),
                                        now, Form::pages));
}

TEST_CASE("a failure is one document too") {
  const Fault fault{FaultKind::missing, "node 'node9': not in the fleet file", "nearest: node1"};
  check_golden("error-missing.json", report::error_document(fault, ExitCode::usage, Form::pages));
  check_golden("error-plain.json",
               report::error_document({FaultKind::failed, "it broke"}, ExitCode::failed, Form::pages));
}

TEST_CASE("every event is one line that names itself and its time") {
  std::string lines;
  const model::Moment start = example::evening();
  for (const auto& what : one_of_each_happening())
    lines += report::event_line({start + std::chrono::milliseconds(lines.size()), what});
  check_golden("event-each.jsonl", lines);
}
