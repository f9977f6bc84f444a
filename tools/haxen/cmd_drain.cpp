// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen drain`: every running VM of a node goes elsewhere, and the node takes no more.
#include <memory>

#include "change.hpp"
#include "command.hpp"
#include "flags.hpp"
#include "here.hpp"
#include "kept.hpp"
#include "planning.hpp"
#include "say.hpp"

namespace haxen::program {

namespace {

struct Flags : ChangeFlags {
  std::vector<std::string> nodes;
  std::vector<std::string> targets;
  std::vector<std::string> only;
  std::vector<std::string> except;
  std::string until;
  bool when_stopping = false;
};

Result<Intent> intend(const Flags& flags, const model::Fleet& fleet, const config::Config& config) {
  planner::EvacuationRequest request;
  auto sources = nodes_for(flags, flags.nodes, fleet, config);
  if (!sources) return tl::unexpected(sources.error());
  if (const auto answered = require_answers(fleet, *sources); !answered)
    return tl::unexpected(answered.error());
  auto targets = nodes_in(fleet, flags.targets);
  if (!targets) return tl::unexpected(targets.error());
  auto selection = select(fleet, flags.only, flags.except);
  if (!selection) return tl::unexpected(selection.error());
  request.sources = *sources;
  request.targets = std::move(*targets);
  request.vms = std::move(*selection);
  request.limits = limits_for(config, flags);
  request.local_disks = local_disks(flags);
  request.stopped = stopped_vms(flags);
  Intent intent;
  intent.leaving = *sources;
  intent.wish.command = "drain";
  intent.wish.plan = [request](const model::Fleet& now) { return planner::evacuate(now, request); };
  intent.wish.audit = audit_in_words;
  intent.wish.cordon = std::move(*sources);
  intent.wish.reason = flags.reason;
  intent.wish.on_blocked = flags.on_blocked;
  intent.wish.fallback = flags.fallback;
  intent.wish.going_down = flags.when_stopping;
  if (!flags.until.empty()) {
    auto until = parse_until(flags.until, wall_time());
    if (!until) return tl::unexpected(until.error());
    intent.wish.until = *until;
  }
  return intent;
}

void declare_ending(CLI::App& command, Flags& flags) {
  using operation::Fallback;
  auto* fallback = add_choice<Fallback>(
      command, "--fallback", flags.fallback,
      {{"leave", Fallback::leave}, {"shutdown", Fallback::shut_down}, {"save", Fallback::save}},
      "What becomes of VMs that are still there when all moves have ended: they go on running, are asked to "
      "shut down, or are saved to the node's disk");
  for (const auto* other : {"--on-blocked", "--plan-out"}) fallback->excludes(command.get_option(other));
  auto* stopping = command.add_flag("--when-stopping", flags.when_stopping,
                                    "Only while systemd is stopping this machine; else nothing is done");
  for (const auto* other : {"--local", "--yes"}) stopping->needs(command.get_option(other));
  for (const auto* other :
       {"--on-blocked", "--plan-out", "--reason", "--dry-run", "--snapshot", "--simulate"})
    stopping->excludes(command.get_option(other));
}

// Whoever says what becomes of those left behind does not want to be held up by them.
void settle(Flags& flags) {
  if (flags.when_stopping) {
    flags.reason = shutdown_reason;
    if (flags.fallback == operation::Fallback::none) flags.fallback = operation::Fallback::leave;
  }
  if (flags.fallback != operation::Fallback::none) flags.on_blocked = operation::OnBlocked::skip;
}

ExitCode drain(const Globals& globals, const Flags& flags, Signals& signals) {
  if (flags.when_stopping) {
    const auto stopping = is_stopping();
    if (!stopping) return refuse(globals, stopping.error());
    if (!*stopping) {
      tell("this machine is not shutting down: nothing is done");
      return ExitCode::done;
    }
  }
  return change(globals, flags, signals, [&flags](const model::Fleet& fleet, const config::Config& config) {
    return intend(flags, fleet, config);
  });
}

}  // namespace

void declare_drain(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("drain", "Cordon nodes and move their running VMs elsewhere, live");
  auto flags = std::make_shared<Flags>();
  command.add_option("NODE", flags->nodes, "The nodes to empty");
  command.add_option("--to", flags->targets, "Only to these nodes")->type_name("NODE");
  command.add_option("--only", flags->only, "Only VMs that match")->type_name("VM");
  command.add_option("--except", flags->except, "All VMs but those that match")->type_name("VM");
  command.add_option("--until", flags->until, "Until when, for those who see the cordon")->type_name("TIME");
  declare_change_flags(command, *flags);
  declare_cargo(command, *flags);
  declare_on_blocked(command, *flags);
  declare_local(command, *flags);
  declare_ending(command, *flags);
  command.callback([flags, &command, &chosen] {
    check_plan_flags(command, *flags);
    settle(*flags);
    chosen = [flags](const Globals& globals, Signals& signals) { return drain(globals, *flags, signals); };
  });
}

}  // namespace haxen::program
