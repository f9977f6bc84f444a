// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen drain`: every running VM of a node goes elsewhere, and the node takes no more.
#include <memory>

#include "change.hpp"
#include "command.hpp"
#include "flags.hpp"
#include "kept.hpp"
#include "planning.hpp"

namespace haxen::program {

namespace {

struct Flags : ChangeFlags {
  std::vector<std::string> nodes;
  std::vector<std::string> targets;
  std::vector<std::string> only;
  std::vector<std::string> except;
  std::string until;
};

Result<Intent> intend(const Flags& flags, const model::Fleet& fleet, const config::Config& config) {
  planner::EvacuationRequest request;
  auto sources = nodes_in(fleet, flags.nodes);
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
  if (!flags.until.empty()) {
    auto until = parse_until(flags.until, wall_time());
    if (!until) return tl::unexpected(until.error());
    intent.wish.until = *until;
  }
  return intent;
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
  command.callback([flags, &command, &chosen] {
    check_plan_flags(command, *flags);
    chosen = [flags](const Globals& globals, Signals& signals) {
      return change(globals, *flags, signals,
                    [flags](const model::Fleet& fleet, const config::Config& config) {
                      return intend(*flags, fleet, config);
                    });
    };
  });
}

}  // namespace haxen::program
