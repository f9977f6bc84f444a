// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen failover`: the VMs of dead nodes run elsewhere.
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <thread>
#include <unistd.h>

#include "change.hpp"
#include "command.hpp"
#include "desk.hpp"
#include "flags.hpp"
#include "ledger.hpp"
#include "planner/failover.hpp"
#include "planning.hpp"
#include "say.hpp"

namespace haxen::program {

namespace {

struct Flags : ChangeFlags {
  std::vector<std::string> nodes;
  std::vector<std::string> verified;
  unsigned max_lost = 50;  ///< percent of the fleet
  std::optional<Milliseconds> retry{};
};

/// What is kept of each of the nodes; refuses where nothing is.
Result<std::vector<model::LedgerNode>> kept_of(const std::set<NodeName>& nodes,
                                               const std::string& fleet_file) {
  constexpr auto mend =
      "'haxen ledger sync' keeps it while the nodes answer; 'haxen ledger import FILE' takes what another "
      "admin "
      "host has kept";
  auto known = kept_nodes(fleet_file);
  if (!known) return tl::unexpected(known.error());
  std::vector<model::LedgerNode> kept;
  for (const auto& node : nodes) {
    const auto is_it = [&](const model::LedgerNode& each) { return each.node.name == node; };
    const auto found = std::ranges::find_if(*known, is_it);
    if (found == known->end())
      return fault(FaultKind::unproven, fmt::format("node '{}': nothing is kept of what ran there", node),
                   mend);
    kept.push_back(std::move(*found));
  }
  return kept;
}

/// The nodes that the operator says are off. Each must be one of those to be failed over, and its name typed
/// once more.
Result<std::set<NodeName>> verified(const Flags& flags, const std::set<NodeName>& nodes) {
  std::set<NodeName> all;
  for (const auto& word : flags.verified) {
    const NodeName node(word);
    if (!nodes.contains(node))
      return fault(
          FaultKind::usage,
          fmt::format("--i-have-verified-it-is-off: '{}' is none of the nodes to be failed over", word));
    all.insert(node);
    if (flags.dry_run) continue;
    if (isatty(STDIN_FILENO) == 0)
      return fault(FaultKind::usage, "--i-have-verified-it-is-off takes a person at a terminal",
                   "a [[node.fence]] in the fleet file makes it certain without one");
    talk(fmt::format("If {} is not off, its VMs will run twice and ruin their disks. Type its name again: ",
                     word));
    std::string typed;
    std::getline(std::cin, typed);
    if (typed != word)
      return fault(FaultKind::aborted, fmt::format("'{}' is not '{}'; nothing was changed", typed, word));
  }
  return all;
}

Result<void> check_proofs(const config::Config& config, const std::set<NodeName>& nodes,
                          const std::set<NodeName>& verified) {
  for (const auto& node : nodes) {
    const auto* entry = config::find_node(config, node);
    if (verified.contains(node) || (entry != nullptr && (!entry->fence.empty() || entry->lease))) continue;
    return fault(
        FaultKind::unproven,
        fmt::format("node '{}': that it does not answer is no proof that it is dead", node),
        fmt::format(
            "add a [[node.fence]] below it in the fleet file, which switches it off, or a [node.lease] "
            "that it gives up when it dies; or look at the machine, and give your word: "
            "--i-have-verified-it-is-off {}",
            node));
  }
  return {};
}

Result<Intent> intend(const Flags& flags, const std::set<NodeName>& nodes, const model::Fleet& fleet,
                      const config::Config& config) {
  const auto allowed = planner::may_fail_over(fleet, nodes, flags.max_lost);
  if (!allowed) return tl::unexpected(allowed.error());
  if (const auto provable = check_proofs(config, nodes, flags.verified_off); !provable)
    return tl::unexpected(provable.error());
  planner::FailoverRequest request;
  request.lost = flags.lost;
  request.stopped = stopped_vms(flags);
  Intent intent;
  intent.wish.command = "failover";
  intent.wish.lost = nodes;
  intent.wish.plan = [request](const model::Fleet& now) { return planner::failover(now, request); };
  intent.wish.audit = audit_in_words;
  intent.wish.reason = flags.reason;
  intent.wish.on_blocked = operation::OnBlocked::skip;
  return intent;
}

ExitCode failover(const Globals& globals, const Flags& flags, Signals& signals) {
  const auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  const auto nodes = nodes_named(*config, flags.nodes);
  if (!nodes) return refuse(globals, nodes.error());
  if (!flags.yes && !flags.dry_run)
    if (const auto somebody = require_somebody(); !somebody) return refuse(globals, somebody.error());
  auto asking = flags;
  auto off = verified(flags, *nodes);
  if (!off) {
    const bool declined = off.error().kind == FaultKind::aborted;
    return declined ? refuse(globals, off.error(), ExitCode::no_plan) : refuse(globals, off.error());
  }
  asking.verified_off = std::move(*off);
  const auto limit = asking.time_limit.value_or(config->defaults.time_limit);
  const auto until = std::chrono::steady_clock::now() + limit;
  while (true) {
    auto kept = kept_of(*nodes, fleet_file_path(globals));
    if (!kept) return refuse(globals, kept.error());
    asking.lost = std::move(*kept);
    asking.time_limit = std::chrono::ceil<Milliseconds>(until - std::chrono::steady_clock::now());
    const auto code =
        change(globals, asking, signals, [&](const model::Fleet& fleet, const config::Config& now) {
          return intend(asking, *nodes, fleet, now);
        });
    const bool is_left_over =
        code == ExitCode::partial || code == ExitCode::no_plan || code == ExitCode::failed;
    if (!asking.retry || !is_left_over || std::chrono::steady_clock::now() + *asking.retry > until)
      return code;
    tell(fmt::format("not all are started: tried again in {}", to_string(Seconds(*asking.retry))));
    std::this_thread::sleep_for(*asking.retry);
  }
}

void check(const Flags& flags) {
  if (flags.retry && !flags.yes)
    throw CLI::ValidationError("--retry", "it takes --yes: nobody is asked again");
}

}  // namespace

void declare_failover(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("failover", "Prove nodes dead and start their VMs elsewhere");
  auto flags = std::make_shared<Flags>();
  flags->command = command.get_name();
  command.add_option("NODE", flags->nodes, "The nodes that are dead")->required();
  command.add_flag("--yes,-y", flags->yes, "Carry the plan out without asking");
  command.add_flag("--dry-run,-n", flags->dry_run, "Show the plan, change nothing and switch nothing off");
  command.add_flag("--with-stopped", flags->with_stopped,
                   "Define VMs elsewhere that were off, too; they stay off");
  command
      .add_option("--i-have-verified-it-is-off", flags->verified,
                  "Your word that this node is off, in place of a fence device's; asked for once more")
      ->type_name("NODE")
      ->allow_extra_args(false);
  command
      .add_option(
          "--max-lost", flags->max_lost,
          "Of the fleet's nodes so many may be silent; with more, this machine is taken to be cut off")
      ->type_name("PERCENT")
      ->transform(CLI::Validator(
          [](std::string& text) {
            if (text.ends_with('%')) text.pop_back();
            return std::string();
          },
          "", ""))
      ->check(CLI::Range(1U, 100U));
  command.add_flag("--probe", flags->probe, "Wait until the guests that were started answer, and tell when");
  command.add_option("--report", flags->report, "Tell of it all in this file, as a page for a browser")
      ->type_name("FILE");
  add_duration(command, "--timeout", flags->time_limit, "Time limit for the whole command");
  command.add_option("--reason", flags->reason, "Why, for those who see the marks");
  command
      .add_option_function<std::string>(
          "--take-over", [flags = flags.get()](const std::string& id) { flags->take_over = OperationId(id); },
          "Take over the marks of this operation, which surely runs no more")
      ->type_name("OPERATION");
  add_duration(
      command, "--retry", flags->retry,
      "Where some found no place, try again after so long, until all have or the time limit is reached",
      std::chrono::seconds(1));
  command.callback([flags, &chosen] {
    check(*flags);
    chosen = [flags](const Globals& globals, Signals& signals) { return failover(globals, *flags, signals); };
  });
}

}  // namespace haxen::program
