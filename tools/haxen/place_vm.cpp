// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one VM is placed.
#include "place_vm.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

#include "inventory/choice.hpp"
#include "planner/place_one.hpp"
#include "planning.hpp"
#include "report/verdicts.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

/// The one VM that the word means.
Result<model::Vm> one_vm(const model::Fleet& fleet, const std::string& word) {
  const auto vms = inventory::choose_vms(fleet, {word});
  if (!vms) return tl::unexpected(vms.error());
  const auto is_other = [&](const auto& vm) { return vm.uuid != vms->front().uuid; };
  if (std::ranges::any_of(*vms, is_other))
    return fault(FaultKind::usage, fmt::format("'{}' means several VMs", word), "one VM is placed at a time");
  const auto* vm = model::find_vm(fleet, vms->front().uuid);
  return *vm;
}

Result<Intent> intend(const model::Fleet& fleet, const config::Config& config, const ChangeFlags& flags,
                      const std::string& word, const std::string& to) {
  const auto vm = one_vm(fleet, word);
  if (!vm) return tl::unexpected(vm.error());
  planner::OneRequest request;
  request.vm = vm->uuid;
  request.limits = limits_for(config, flags);
  if (!to.empty()) {
    const auto target = target_in(fleet, to);
    if (!target) return tl::unexpected(target.error());
    request.to = *target;
  }
  Intent intent;
  intent.subject = vm->name.str();
  intent.wish.command = "place";
  intent.wish.plan = [request](const model::Fleet& now) { return planner::place_one(now, request); };
  intent.wish.audit = audit_in_words;
  intent.wish.reason = flags.reason;
  intent.wish.on_blocked = flags.on_blocked;
  return intent;
}

}  // namespace

void tell_verdicts(const Globals& globals, const Ground& ground, const model::Verdicts& verdicts) {
  if (globals.output == Output::text) {
    const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
    put(report::verdict_screen(ground.fleet, verdicts, style));
  } else {
    put(report::verdict_document(ground.fleet, ground.source, verdicts, wall_time(), form_of(globals)));
  }
}

ExitCode place_vm(const Globals& globals, const ChangeFlags& flags, Signals& signals, const std::string& vm,
                  const std::string& to) {
  return change(globals, flags, signals, [&](const model::Fleet& fleet, const config::Config& config) {
    return intend(fleet, config, flags, vm, to);
  });
}

ExitCode explain_places(const Globals& globals, const std::string& snapshot, const std::string& vm) {
  const auto ground = find_ground(globals, snapshot);
  if (!ground) return refuse(globals, ground.error());
  const auto meant = one_vm(ground->fleet, vm);
  if (!meant) return refuse(globals, meant.error());
  if (!model::is_active(meant->state))
    return refuse(globals,
                  {FaultKind::usage, fmt::format("vm '{}' is shut off: it has no place to keep", meant->name),
                   "start it first"});
  tell_verdicts(globals, *ground, planner::verdicts(ground->fleet, meant->uuid));
  return ground->fleet.absent.empty() ? ExitCode::done : ExitCode::partial;
}

}  // namespace haxen::program
