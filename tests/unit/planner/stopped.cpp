// SPDX-License-Identifier: GPL-2.0-or-later
// VMs that are off: whose definitions go along, where to, and which stay.
#include <doctest/doctest.h>

#include "fleet_builder.hpp"
#include "planner/audit.hpp"
#include "planner/evacuate.hpp"

using namespace haxen;
using namespace haxen::planner;
using model::Reason;
using test::FleetBuilder;
using test::lines;

namespace {

FleetBuilder& off(FleetBuilder& builder, const std::string& name, const std::string& node, Bytes memory) {
  builder.vm(name, node, memory).last_vm().state = model::VmState::shut_off;
  return builder;
}

EvacuationRequest emptying(const std::string& source) {
  EvacuationRequest request;
  request.sources = {NodeName(source)};
  request.stopped = StoppedVms::move;
  return request;
}

std::vector<Reason> reasons(const model::Plan& plan) {
  std::vector<Reason> all;
  for (const auto& each : plan.blockers) all.push_back(each.reason);
  return all;
}

using Reasons = std::vector<Reason>;
using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("definitions follow the running VMs, to the node with the most memory left") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(4)).vm("web", "a", gib(7));
  off(off(builder, "spare", "a", gib(2)), "huge", "a", gib(64));
  const auto fleet = builder.build();
  const auto plan = evacuate(fleet, emptying("a"));
  CHECK(lines(plan) == Lines{"web: a>b", "huge: a>c", "spare: a>c"});
  CHECK(plan.moves[1].kind == model::MoveKind::define);
  CHECK(plan.moves[1].memory == Bytes{});
  CHECK(audit(fleet, plan).empty());
}

TEST_CASE("definitions stay where nobody asked for them") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8));
  off(builder, "spare", "a", gib(2));
  auto request = emptying("a");
  request.stopped = StoppedVms::stay;
  const auto plan = evacuate(builder.build(), request);
  CHECK(plan.moves.empty());
  CHECK(plan.blockers.empty());
}

TEST_CASE("what would be left behind keeps a definition where it is") {
  for (const auto& [kind, reason] : {std::pair(model::HindranceKind::managed_save, Reason::managed_save),
                                     std::pair(model::HindranceKind::nvram_state, Reason::nvram_state),
                                     std::pair(model::HindranceKind::tpm_state, Reason::tpm_state)}) {
    auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8));
    off(builder, "spare", "a", gib(2)).last_vm().hindrances = {{kind, ""}};
    const auto plan = evacuate(builder.build(), emptying("a"));
    CHECK(plan.moves.empty());
    CHECK(reasons(plan) == Reasons{reason});
  }
}

TEST_CASE("the disks of a VM that is off are never copied") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8));
  off(builder, "spare", "a", gib(2)).last_vm().disks = {
      {model::DiskKind::file, "vda", "/images/spare.raw", "raw", false, false}};
  auto request = emptying("a");
  request.local_disks = LocalDisks::copied;
  const auto plan = evacuate(builder.build(), request);
  CHECK(plan.moves.empty());
  CHECK(reasons(plan) == Reasons{Reason::no_target, Reason::disk_not_proven});
}

TEST_CASE("no two definitions of a name or a UUID meet") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8));
  off(off(builder, "spare", "a", gib(2)), "spare", "b", gib(2)).last_vm().uuid = VmUuid("uuid-twin");
  CHECK(lines(evacuate(builder.build(), emptying("a"))) == Lines{"spare: a>c"});
}

TEST_CASE("the definition of a VM that runs elsewhere is a left-over, and stays") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8)).vm("web", "b", gib(1));
  off(builder, "web", "a", gib(1));
  const auto plan = evacuate(builder.build(), emptying("a"));
  CHECK(plan.moves.empty());
  CHECK(reasons(plan) == Reasons{Reason::active_elsewhere});
}

TEST_CASE("rules about single VMs bind those that are off too") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(4)).node("c", gib(8));
  off(builder, "spare", "a", gib(2)).rule(model::RuleKind::never_on, "not on c", {"spare"});
  builder.last_rule().nodes = {NodeName("c")};
  CHECK(lines(evacuate(builder.build(), emptying("a"))) == Lines{"spare: a>b"});
}

TEST_CASE("definitions come home, and nowhere else") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8)).node("c", gib(8));
  off(builder, "spare", "b", gib(2)).last_vm().origin = NodeName("a");
  off(builder, "other", "b", gib(2));
  HomeRequest request;
  request.nodes = {NodeName("a")};
  CHECK(way_home(builder.build(), request).moves.empty());
  request.stopped = StoppedVms::move;
  CHECK(lines(way_home(builder.build(), request)) == Lines{"spare: b>a"});
}

TEST_CASE("the audit lets no definition go that is used, doubled, or not there") {
  auto builder = FleetBuilder().node("a", gib(8)).node("b", gib(8));
  off(builder, "spare", "a", gib(2));
  auto plan = evacuate(builder.build(), emptying("a"));
  REQUIRE(plan.moves.size() == 1);
  const auto found = [&plan](const model::Fleet& fleet) {
    std::vector<Reason> all;
    for (const auto& each : audit(fleet, plan)) all.push_back(each.reason);
    return all;
  };
  CHECK(found(builder.build()) == Reasons{});
  auto running = builder.build();
  running.vms[0].state = model::VmState::running;
  CHECK(found(running) == Reasons{Reason::active_elsewhere});
  auto doubled = builder;
  off(doubled, "spare", "b", gib(2));
  CHECK(found(doubled.build()) == Reasons{Reason::already_there});
  CHECK(found(FleetBuilder().node("a", gib(8)).node("b", gib(8)).build()) == Reasons{Reason::not_at_source});
}
