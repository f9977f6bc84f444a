// SPDX-License-Identifier: GPL-2.0-or-later
// Which definitions on a node that comes back are stale, and which may not be.
#include "operation/rejoin.hpp"

#include <doctest/doctest.h>

#include "operation/draft.hpp"
#include "operation/sample.hpp"

using namespace haxen;
using namespace haxen::test;
using model::Purge;
using model::Reason;
using model::VmState;
using operation::LooseEnd;

namespace {

const NodeName back("n1");

/// A VM that is defined on n1, where it is off, and runs on n2, where it was started after n1 had gone.
struct Pair {
  Pair() {
    FleetBuilder builder;
    builder.node("n1", gib(8))
        .node("n2", gib(8))
        .node("n3", gib(8))
        .vm("db", "n1", gib(2))
        .vm("db", "n2", gib(2));
    fleet = builder.build();
    here().state = VmState::shut_off;
    here().autostart = true;
    there().origin = back;
  }
  model::Vm& here() { return fleet.vms[0]; }
  model::Vm& there() { return fleet.vms[1]; }

  model::Fleet fleet;
};

const Purge of_db{VmUuid("uuid-db"), back, NodeName("n2")};

operation::Comparison compared(const model::Fleet& fleet, const std::set<NodeName>& shut = {back}) {
  std::vector<LooseEnd> loose;
  return operation::compare(fleet, {back}, shut, loose);
}

/// Why the definition may not go; empty where nothing says that it should.
std::string doubt(const model::Fleet& fleet) {
  const auto found = compared(fleet);
  CHECK(found.stale.empty());
  // On a node whose guard is open it is not this command's business.
  const auto open = compared(fleet, {});
  CHECK((open.stale.empty() && open.doubts.empty()));
  if (found.doubts.empty()) return {};
  CHECK(found.doubts.front().reason == Reason::definition_in_doubt);
  CHECK(found.doubts.front().node == back);
  return found.doubts.front().detail;
}

}  // namespace

TEST_CASE("a definition is stale where its VM runs elsewhere with the same disks, whatever the guard") {
  const Pair pair;
  CHECK(compared(pair.fleet).stale == std::vector{of_db});
  CHECK(compared(pair.fleet).doubts.empty());
  CHECK(compared(pair.fleet, {}).stale == std::vector{of_db});
}

TEST_CASE(
    "where the guard is open, a definition of a VM that does not come from there is somebody's purpose") {
  Pair pair;
  pair.there().origin.reset();
  CHECK(compared(pair.fleet).stale == std::vector{of_db});
  CHECK(compared(pair.fleet, {}).stale.empty());
}

TEST_CASE("of two definitions that are off, the one is stale from which the other says that it comes") {
  Pair pair;
  pair.there().state = VmState::shut_off;
  CHECK(compared(pair.fleet).stale == std::vector{of_db});
  pair.there().origin.reset();
  CHECK(doubt(pair.fleet) == "it is off, and defined on n2 too");
  pair.there().origin = NodeName("n3");
  CHECK(doubt(pair.fleet) == "it is off, and defined on n2 too");
}

TEST_CASE("what a node alone knows is its own") {
  Pair pair;
  pair.fleet.vms.pop_back();
  CHECK(doubt(pair.fleet).empty());
}

TEST_CASE("what only a silent node could know is nobody's own") {
  Pair pair;
  pair.fleet.vms.pop_back();
  pair.fleet.absent = {{NodeName("n4"), {FaultKind::unreachable, "no route to host"}}};
  CHECK(doubt(pair.fleet) == "it may run on what does not answer: n4");
}

TEST_CASE("a silent node does not hold up what is proven to run on another") {
  Pair pair;
  pair.fleet.absent = {{NodeName("n4"), {FaultKind::unreachable, "no route to host"}}};
  CHECK(compared(pair.fleet).stale == std::vector{of_db});
}

TEST_CASE("a definition stays that may be more than what was left") {
  Pair pair;
  pair.here().hindrances = {{model::HindranceKind::snapshot, ""}};
  CHECK(doubt(pair.fleet) == "it has snapshots");
  pair = Pair();
  pair.here().disks.emplace_back().source = "/images/old";
  CHECK(doubt(pair.fleet) == "its disks are not those on n2");
}

TEST_CASE("a definition stays where its VM is not kept well elsewhere") {
  Pair pair;
  pair.there().persistent = false;
  CHECK(doubt(pair.fleet) == "it is transient on n2: shut off, nothing of it is left");
  pair = Pair();
  pair.there().state = VmState::paused;
  CHECK(doubt(pair.fleet) == "it is active on n2, and does not run");
  pair = Pair();
  pair.there().job = model::Job{};
  CHECK(doubt(pair.fleet) == "something is being done with it on n2");
  pair = Pair();
  auto third = pair.there();
  third.node = NodeName("n3");
  pair.fleet.vms.push_back(third);
  CHECK(doubt(pair.fleet) == "several other nodes hold it");
}

TEST_CASE("what runs on the node itself is no left-over") {
  Pair pair;
  pair.here().state = VmState::running;
  CHECK(doubt(pair.fleet).empty());
}

TEST_CASE(
    "what a migration left on a node whose guard is shut goes before that is opened, and else as ever") {
  Pair pair;
  pair.here().pending.emplace();
  pair.here().pending->from = back;
  pair.here().pending->to = NodeName("n2");
  const LooseEnd left{pair.here(), executor::Stranded::leftover, NodeName("n2")};
  std::vector<LooseEnd> loose{left};
  CHECK(operation::compare(pair.fleet, {back}, {}, loose).stale.empty());
  CHECK(loose.size() == 1);
  CHECK(operation::compare(pair.fleet, {back}, {back}, loose).stale == std::vector{of_db});
  CHECK(loose.empty());
  // Not among the loose ends, since an end of its move is not heard.
  CHECK(doubt(pair.fleet) == "a move of it was cut short");
}

TEST_CASE("a plan is made as if what is stale were gone, and no answer to blockers overcomes a doubt") {
  Pair pair;
  operation::Wish wish;
  wish.reopen = wish.shut = {back};
  wish.on_blocked = operation::OnBlocked::shut_down;
  std::size_t seen = 0;
  wish.plan = [&seen](const model::Fleet& fleet) {
    seen = fleet.vms.size();
    return model::Plan{};
  };
  auto made = operation::draft(wish, pair.fleet, {}, OperationId("op"));
  CHECK(made.plan.purges == std::vector{of_db});
  CHECK(made.plan.admitted == std::vector{back});
  CHECK(seen == 1);
  CHECK_FALSE(is_stuck(wish, made));
  pair.there().persistent = false;
  made = operation::draft(wish, pair.fleet, {}, OperationId("op"));
  CHECK(made.plan.purges.empty());
  CHECK(made.plan.blockers.size() == 1);
  CHECK(made.plan.shut_downs.empty());
  CHECK(is_stuck(wish, made));
}
