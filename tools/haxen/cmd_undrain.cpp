// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen undrain`: a node takes VMs again, and those that left it come home.
#include <algorithm>
#include <chrono>
#include <memory>

#include "change.hpp"
#include "command.hpp"
#include "cordons.hpp"
#include "flags.hpp"
#include "here.hpp"
#include "kept.hpp"
#include "planning.hpp"
#include "say.hpp"

namespace haxen::program {

namespace {

struct Flags : ChangeFlags {
  std::vector<std::string> nodes;
  std::vector<std::string> only;
  std::vector<std::string> except;
  bool no_return = false;
  bool after_stopping = false;
};

// Whoever cordoned a node before it went down has not said that it takes VMs again.
bool was_shut_down(const model::Fleet& fleet, const std::set<NodeName>& nodes) {
  return std::ranges::all_of(nodes, [&](const NodeName& name) {
    const auto* node = model::find_node(fleet, name);
    return node != nullptr && model::is_cordoned(*node) && node->mark->reason == shutdown_reason;
  });
}

Intent nothing() {
  Intent intent;
  intent.wish.command = "undrain";
  intent.wish.plan = [](const model::Fleet&) { return model::Plan{}; };
  intent.wish.audit = audit_in_words;
  return intent;
}

Result<Intent> intend(const Flags& flags, const model::Fleet& fleet, const config::Config& config) {
  auto nodes = nodes_for(flags, flags.nodes, fleet, config);
  if (!nodes) return tl::unexpected(nodes.error());
  if (const auto answered = require_answers(fleet, *nodes); !answered)
    return tl::unexpected(answered.error());
  if (flags.after_stopping && !was_shut_down(fleet, *nodes)) {
    tell("its own shutdown has not cordoned this machine: nothing is done");
    return nothing();
  }
  auto selection = select(fleet, flags.only, flags.except);
  if (!selection) return tl::unexpected(selection.error());
  planner::HomeRequest request;
  request.nodes = *nodes;
  request.vms = std::move(*selection);
  request.limits = limits_for(config, flags);
  request.local_disks = local_disks(flags);
  request.stopped = stopped_vms(flags);
  Intent intent;
  intent.whole_fleet = true;
  intent.wish.command = "undrain";
  intent.wish.plan = [request](const model::Fleet& now) { return planner::way_home(now, request); };
  intent.wish.audit = audit_in_words;
  intent.wish.reopen = std::move(*nodes);
  intent.wish.reason = flags.reason;
  intent.wish.on_blocked = flags.on_blocked;
  return intent;
}

// As long as a machine may take to come up.
constexpr Milliseconds patience_with_boot = std::chrono::minutes(10);

Fault no_plan_without_return() {
  return {FaultKind::usage, "--no-return moves nothing and is done at once: there is no plan to show",
          "leave out --dry-run, --snapshot or --simulate"};
}

}  // namespace

void declare_undrain(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("undrain", "Uncordon nodes and bring home the VMs that left them");
  auto flags = std::make_shared<Flags>();
  command.add_option("NODE", flags->nodes, "The nodes to fill again");
  command.add_option("--only", flags->only, "Only VMs that match")->type_name("VM");
  command.add_option("--except", flags->except, "All VMs but those that match")->type_name("VM");
  command.add_flag("--no-return", flags->no_return, "Only uncordon; the VMs stay where they are");
  declare_change_flags(command, *flags);
  declare_cargo(command, *flags);
  declare_on_blocked(command, *flags);
  declare_local(command, *flags);
  command
      .add_flag("--after-stopping", flags->after_stopping,
                "Only once this machine has started, and only where its own shutdown cordoned it")
      ->needs(command.get_option("--local"));
  command.callback([flags, &command, &chosen] {
    check_plan_flags(command, *flags);
    if (flags->no_return && !flags->plan_out.empty()) throw CLI::ExcludesError("--no-return", "--plan-out");
    if (flags->no_return && flags->local) throw CLI::ExcludesError("--no-return", "--local");
    chosen = [flags](const Globals& globals, Signals& signals) {
      if (flags->no_return && only_asks(*flags)) return refuse(globals, no_plan_without_return());
      if (flags->no_return) return uncordon(globals, "undrain", flags->nodes, flags->take_over);
      if (flags->after_stopping) {
        const auto healthy = await_health(patience_with_boot);
        if (!healthy) return refuse(globals, healthy.error());
      }
      return change(globals, *flags, signals,
                    [flags](const model::Fleet& fleet, const config::Config& config) {
                      return intend(*flags, fleet, config);
                    });
    };
  });
}

}  // namespace haxen::program
