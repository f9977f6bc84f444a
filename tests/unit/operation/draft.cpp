// SPDX-License-Identifier: GPL-2.0-or-later
// What the answers to blockers are good for.
#include "operation/draft.hpp"

#include <doctest/doctest.h>

#include "operation/sample.hpp"

using namespace haxen;
using namespace haxen::test;
using operation::OnBlocked;

namespace {

operation::Draft with_blocked(model::VmState state, bool persistent) {
  operation::Draft draft;
  draft.fleet = plain_fleet();
  auto& vm = vm_in(draft.fleet, "db");
  vm.state = state;
  vm.persistent = persistent;
  draft.plan.blockers = {{model::Reason::disk_not_proven, vm.uuid, std::nullopt, "/images/db"}};
  if (is_active(state) && persistent) draft.plan.shut_downs = {{vm.uuid, vm.node}};
  return draft;
}

bool sticks(OnBlocked answer, const operation::Draft& draft) {
  operation::Wish wish;
  wish.on_blocked = answer;
  return is_stuck(wish, draft);
}

}  // namespace

TEST_CASE("without an answer, any blocker stops the whole") {
  CHECK(sticks(OnBlocked::fail, with_blocked(model::VmState::running, true)));
  CHECK(sticks(OnBlocked::fail, with_blocked(model::VmState::shut_off, true)));
  CHECK_FALSE(sticks(OnBlocked::fail, {}));
}

TEST_CASE("those that run are skipped or shut down, but for transient ones, which are skipped only") {
  CHECK_FALSE(sticks(OnBlocked::skip, with_blocked(model::VmState::running, true)));
  CHECK_FALSE(sticks(OnBlocked::shut_down, with_blocked(model::VmState::running, true)));
  CHECK_FALSE(sticks(OnBlocked::skip, with_blocked(model::VmState::running, false)));
  CHECK(sticks(OnBlocked::shut_down, with_blocked(model::VmState::running, false)));
}

TEST_CASE("of a VM that is off there is nothing to shut down, and it stops nobody") {
  CHECK_FALSE(sticks(OnBlocked::shut_down, with_blocked(model::VmState::shut_off, true)));
  CHECK_FALSE(sticks(OnBlocked::skip, with_blocked(model::VmState::shut_off, true)));
}
