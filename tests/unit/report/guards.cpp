// SPDX-License-Identifier: GPL-2.0-or-later
// How it is shown and told what is done about the guards of nodes.
#include "report/guards.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;
using model::Guard;
using model::GuardDeed;
using model::GuardPart;
using model::GuardStep;

namespace {

std::vector<GuardStep> steps() {
  const Fault not_by_ssh{FaultKind::failed, "it is not reached by ssh",
                         "run there, as root, what 'haxen fleet install-guard --script' prints"};
  return {{NodeName("node1"), GuardDeed::install, Guard{GuardPart::missing, GuardPart::missing, false, true}},
          {NodeName("node2"), GuardDeed::update, Guard{GuardPart::other, GuardPart::current, false, true}},
          {NodeName("node3"), GuardDeed::by_hand, std::nullopt, false, not_by_ssh},
          {NodeName("node4"), GuardDeed::nothing, Guard{GuardPart::current, GuardPart::current, true, true}}};
}

std::vector<GuardStep> outcome() {
  auto all = steps();
  all[0].guard = Guard{GuardPart::current, GuardPart::current, true, true};
  all[0].done = true;
  all[1].fault = {FaultKind::failed, "cat: write error: No space left on device"};
  return all;
}

}  // namespace

TEST_CASE("what is to be done at each node, and what came of it, fits on a screen of 80 columns") {
  check_golden("guards-plan-80.txt", report::guards_plan_screen(steps(), example::screen(80)));
  check_golden("guards-80.txt", report::guards_screen(outcome(), example::screen(80)));
}

TEST_CASE("a script is told of the guard at each node, and null where nothing is known") {
  check_golden("guards.json", report::guards_document(outcome(), "/etc/haxen/fleet.toml", example::evening(),
                                                      ExitCode::partial, report::Form::pages));
}
