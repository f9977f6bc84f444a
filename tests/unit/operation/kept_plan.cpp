// SPDX-License-Identifier: GPL-2.0-or-later
// What is left of a kept plan once a run of it was interrupted.
#include "operation/kept_plan.hpp"

#include <doctest/doctest.h>

#include "operation/sample.hpp"

using namespace haxen;
using namespace haxen::test;

TEST_CASE("a plan keeps its own nodes, the VMs on them and the rules about these, and nothing else") {
  const auto basis = kept_plan().basis;
  std::vector<std::string> names;
  for (const auto& node : basis.nodes) names.push_back(node.name.str());
  for (const auto& vm : basis.vms) names.push_back(vm.name.str());
  for (const auto& rule : basis.rules) names.push_back(rule.name);
  CHECK(names == std::vector<std::string>{"n1", "n2", "n3", "db", "web", "mail", "db and web"});
}

TEST_CASE("a move that is done is left out, and nobody waits for it any more") {
  auto now = plain_fleet();
  vm_in(now, "web").node = NodeName("n2");
  CHECK(lines(operation::remaining(kept_plan(), now)) == std::vector<std::string>{"db: n1>n3"});
}

TEST_CASE("of a VM that goes by way of a third node, what it has behind it is done") {
  auto kept = kept_plan();
  kept.plan.moves = {a_move("web", "n1", "n2", gib(1)), a_move("db", "n1", "n3", gib(2), {0}),
                     a_move("web", "n2", "n3", gib(1), {0, 1})};
  auto now = plain_fleet();
  vm_in(now, "web").node = NodeName("n2");
  CHECK(lines(operation::remaining(kept, now)) ==
        std::vector<std::string>{"db: n1>n3", "web: n2>n3 after 0"});
  vm_in(now, "web").node = NodeName("n3");
  CHECK(lines(operation::remaining(kept, now)) == std::vector<std::string>{"db: n1>n3"});
}

TEST_CASE("a migration that is under way to where the plan wants it is adopted") {
  auto now = plain_fleet();
  vm_in(now, "web").job = model::Job{model::JobKind::migration_out};
  auto arriving = vm_in(now, "web");
  arriving.node = NodeName("n2");
  arriving.state = model::VmState::paused;
  arriving.job = model::Job{model::JobKind::migration_in};
  now.vms.push_back(arriving);
  const auto plan = operation::remaining(kept_plan(), model::sorted(now));
  REQUIRE(plan.moves.size() == 2);
  CHECK(plan.moves[0].kind == model::MoveKind::adopt);
  CHECK(plan.moves[1].kind == model::MoveKind::migrate);
}

TEST_CASE("a VM that was to shut down and did is in nobody's way any more") {
  auto kept = kept_plan();
  kept.plan.shut_downs = {{VmUuid("uuid-db"), NodeName("n1")}};
  kept.plan.blockers = {{model::Reason::host_device, VmUuid("uuid-db"), {}, "0000:03:00.0"}};
  auto now = plain_fleet();
  CHECK(operation::remaining(kept, now).blockers.size() == 1);
  vm_in(now, "db").state = model::VmState::shut_off;
  CHECK(operation::remaining(kept, now).blockers.empty());
  CHECK(operation::remaining(kept, now).shut_downs.empty());
}
