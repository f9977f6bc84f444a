// SPDX-License-Identifier: GPL-2.0-or-later
// How hooks are told of a change, and the operator of hooks.
#include "report/hooks.hpp"

#include <doctest/doctest.h>

#include "report/documents.hpp"
#include "report/examples.hpp"
#include "report/golden.hpp"

using namespace haxen;

namespace {

model::Operation operation() {
  model::Operation one;
  one.id = OperationId("20240517T201500Z-aaaaaa");
  one.command = "drain";
  one.subject = "node1";
  one.fleet = "/etc/haxen/fleet.toml";
  one.reason = "new kernel";
  one.holder = {"admin", "boot-1", 4711, "root"};
  return one;
}

const model::NamedVm vm{VmUuid("6ecd88bc-5a6f-4a0e-b5d2-0c6a2d0f9a41"), VmName("web1")};

model::HookEnded ended(model::HookResult result, std::string output) {
  return {"before-vm/10-lb", vm, result, 1, Seconds(0.25), std::move(output)};
}

}  // namespace

TEST_CASE("a hook's word is told with the last line that it wrote") {
  using model::HookResult;
  CHECK(report::sentence(ended(HookResult::passed, "")) == "hook 'before-vm/10-lb' passed in 250 ms");
  CHECK(report::sentence(ended(HookResult::failed, "looking\nthe backup is running\n\n")) ==
        "hook 'before-vm/10-lb' ended with status 1: the backup is running");
  CHECK(report::sentence(ended(HookResult::late, "")) ==
        "hook 'before-vm/10-lb' did not end within 250 ms and was killed");
  CHECK(report::sentence(ended(HookResult::interrupted, "")) ==
        "hook 'before-vm/10-lb' was killed, since the operation stops");
  CHECK(report::sentence(ended(HookResult::not_run, "Exec format error")) ==
        "hook 'before-vm/10-lb' cannot be run: Exec format error");
}

TEST_CASE("before a command its hooks are told of the plan, after it of the outcome") {
  const auto one = operation();
  const auto of = example::draining("node1");
  const auto now = example::evening();
  const auto plan = report::plan_document(of, example::small(), example::drain(), now, report::Form::line);
  check_golden("hook-before-drain.json",
               report::hook_document({"before-drain", one, std::nullopt, plan, {}}));
  const auto outcome = report::outcome_document(of, {Seconds(42), ExitCode::partial}, example::small(),
                                                example::drain(), example::mixed(), now, report::Form::line);
  check_golden("hook-after-drain.json",
               report::hook_document({"after-drain", one, std::nullopt, {}, outcome}));
}

TEST_CASE("the hooks of a VM are told what is done to it, and what became of it") {
  const auto one = operation();
  const auto move = example::drain().moves.front();
  check_golden("hook-before-vm.json",
               report::hook_document({"before-vm", one, report::hook_vm(vm, move), {}, {}}));
  check_golden(
      "hook-after-vm.json",
      report::hook_document({"after-vm", one, report::hook_vm(vm, example::mixed().moves.front()), {}, {}}));
  const model::ShutDownOutcome off{{vm.uuid, NodeName("node1")}, model::ShutDownResult::off, Seconds(12), ""};
  check_golden("hook-after-vm-off.json",
               report::hook_document({"after-vm", one, report::hook_vm(vm, off), {}, {}}));
}
