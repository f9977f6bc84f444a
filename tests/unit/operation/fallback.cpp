// SPDX-License-Identifier: GPL-2.0-or-later
// What a drain has left behind, and what is nobody's to end.
#include "operation/fallback.hpp"

#include <doctest/doctest.h>

#include "operation/sample.hpp"

using namespace haxen;
using namespace haxen::test;

namespace {

std::vector<std::string> left(const model::Fleet& fleet, const model::Outcome& outcome = {}) {
  std::vector<std::string> names;
  for (const auto& each : operation::left_behind(fleet, {NodeName("n1")}, outcome))
    names.push_back(model::find_vm(fleet, each.vm)->name.str());
  return names;
}

model::Outcome ended(const std::string& vm, model::MoveResult result) {
  model::Outcome outcome;
  auto& move = outcome.moves.emplace_back();
  move.move = a_move(vm, "n1", "n2", gib(1));
  move.result = result;
  return outcome;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("what was never to move, or did not, is left behind") {
  CHECK(left(plain_fleet()) == Names{"db", "web"});
  CHECK(left(plain_fleet(), ended("web", model::MoveResult::stayed)) == Names{"db", "web"});
  CHECK(left(plain_fleet(), ended("web", model::MoveResult::not_started)) == Names{"db", "web"});
}

TEST_CASE("what has moved, is gone or is not proven is not") {
  for (const auto result : {model::MoveResult::moved, model::MoveResult::gone, model::MoveResult::unproven})
    CHECK(left(plain_fleet(), ended("web", result)) == Names{"db"});
}

TEST_CASE("a transient VM would be gone for good, and one that is off is so already") {
  auto fleet = plain_fleet();
  vm_in(fleet, "db").persistent = false;
  vm_in(fleet, "web").state = model::VmState::shut_off;
  CHECK(left(fleet).empty());
}

TEST_CASE("who runs twice or is under way is nobody's to end") {
  auto fleet = plain_fleet();
  auto twin = vm_in(fleet, "db");
  twin.node = NodeName("n3");
  fleet.vms.push_back(twin);
  vm_in(fleet, "web").job = model::Job{model::JobKind::migration_out};
  CHECK(left(fleet).empty());
}
