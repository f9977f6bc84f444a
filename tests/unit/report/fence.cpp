// SPDX-License-Identifier: GPL-2.0-or-later
// How it is shown and told what a node's fence devices have done or said.
#include "report/fence.hpp"

#include <doctest/doctest.h>

#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;
using model::FenceResult;

namespace {

report::Fencing switched_by_the_second() {
  report::Fencing fencing{"off", {NodeName("node2"), model::FenceAction::off, {}}};
  model::FenceAttempt board{"fence_ipmilan", "fleet.toml:10:1", FenceResult::late, model::Power::on};
  board.fault = {FaultKind::late, "it was told to switch off, but within 60 s it still says on"};
  board.time = Seconds(60.1);
  model::FenceAttempt outlet{"fence_apc_snmp", "fleet.toml:16:1", FenceResult::done, model::Power::off};
  outlet.time = Seconds(3.2);
  fencing.outcome.levels = {board, outlet, {"fence_ssh", "fleet.toml:20:1"}};
  fencing.findings = {{model::FindingKind::fence_password_exposed,
                       {NodeName("node2")},
                       "node 'node2': password file '/etc/haxen/bmc' can be read by every user",
                       "chmod 600 /etc/haxen/bmc",
                       "fleet.toml:13:1",
                       model::Severity::warning}};
  fencing.operation = OperationId("20260131T235959Z-9f3a61");
  fencing.elapsed = Seconds(63.4);
  return fencing;
}

}  // namespace

TEST_CASE("what each level has done fits on a screen of 80 columns") {
  check_golden("fence-80.txt", report::fence_screen(switched_by_the_second(), example::screen(80)));
  report::Fencing nothing{"off", {NodeName("node2"), model::FenceAction::off, {}}};
  nothing.outcome.levels = {switched_by_the_second().outcome.levels[0]};
  check_golden("fence-unproven-80.txt", report::fence_screen(nothing, example::screen(80)));
}

TEST_CASE("a script is told of each level, and null for a power that nobody told") {
  check_golden("fence.json", report::fence_document(switched_by_the_second(), "/etc/haxen/fleet.toml",
                                                    example::evening(), report::Form::pages));
}
