// SPDX-License-Identifier: GPL-2.0-or-later
// A plan to empty a node, and the fleet that it was made for.
#pragma once

#include "operation/keeping.hpp"
#include "planner/fleet_builder.hpp"

namespace haxen::test {

/// Two VMs on n1, one on each of the others; n4 has nothing to do with it.
inline model::Fleet plain_fleet() {
  FleetBuilder builder;
  builder.node("n1", gib(8)).node("n2", gib(8)).node("n3", gib(8)).node("n4", gib(8));
  builder.vm("db", "n1", gib(2)).vm("web", "n1", gib(1)).vm("mail", "n2", gib(1)).vm("far", "n4", gib(1));
  builder.rule(model::RuleKind::apart, "db and web", {"web", "db"});
  builder.rule(model::RuleKind::apart, "others", {"far"});
  return builder.build();
}

inline operation::Wish drain_wish() {
  operation::Wish wish;
  wish.command = "drain";
  wish.cordon = {NodeName("n1")};
  wish.reason = "new kernel";
  return wish;
}

inline model::Plan drain_plan() {
  model::Plan plan;
  plan.moves = {a_move("web", "n1", "n2", gib(1)), a_move("db", "n1", "n3", gib(2), {0})};
  plan.moves[0].expected_time = Seconds(8.25);
  plan.lower_bound = Seconds(3);
  return plan;
}

inline operation::KeptPlan kept_plan(const model::Fleet& fleet = plain_fleet()) {
  operation::Draft draft;
  draft.fleet = fleet;
  draft.plan = drain_plan();
  // Neither goes into a file.
  draft.plan.resting = {{VmUuid("uuid-mail"), model::WallTime(std::chrono::hours(1))}};
  draft.plan.relaxations.emplace_back().vm = VmUuid("uuid-mail");
  const operation::Terms terms{
      {NodeName("n1")}, Milliseconds(120), true, false, 3, executor::SourceImages::removed};
  return operation::keep(drain_wish(), terms, draft, model::WallTime(std::chrono::seconds(1'700'000'000)));
}

inline model::Vm& vm_in(model::Fleet& fleet, const std::string& name) {
  return *std::ranges::find(fleet.vms, VmName(name), &model::Vm::name);
}

inline model::Node& node_in(model::Fleet& fleet, const std::string& name) {
  return *std::ranges::find(fleet.nodes, NodeName(name), &model::Node::name);
}

inline model::Mark a_mark(model::MarkKind kind) {
  model::Mark mark;
  mark.id = "0e1f";
  mark.kind = kind;
  mark.operation = OperationId("op-1");
  mark.holder = {"admin1", "b00t", 4711, "alice"};
  return mark;
}

}  // namespace haxen::test
