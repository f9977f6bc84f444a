// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen place`: where VMs are to be, and the moves that even out the fleet's load.
#include <fmt/format.h>
#include <memory>

#include "change.hpp"
#include "command.hpp"
#include "flags.hpp"
#include "holding.hpp"
#include "kept.hpp"
#include "place_new.hpp"
#include "place_vm.hpp"
#include "planner/rebalance.hpp"
#include "planning.hpp"

namespace haxen::program {

namespace {

struct Flags : ChangeFlags {
  std::vector<std::string> only;
  std::vector<std::string> except;
  std::optional<std::size_t> max_moves;
  std::optional<Bytes> data;
  std::optional<Milliseconds> time;
  std::optional<Milliseconds> cool_down;
  unsigned hold = 1;  ///< checks in a row
  double min_gain = planner::RebalanceRequest::default_min_gain;
  std::string vm;      ///< the one to move
  std::string to;      ///< where
  std::string why;     ///< the one to ask the nodes about
  std::string file;    ///< with the definition of one that is not there yet
  bool start = false;  ///< that one
};

/// Without the links' rates nobody knows how long moves take, and a budget in time would mean nothing.
Result<void> require_links(const model::Fleet& fleet) {
  for (const auto& node : fleet.nodes) {
    if (!node.link)
      return fault(
          FaultKind::usage,
          fmt::format("node '{}': its link is not known, so a budget in time cannot be kept", node.name),
          "set 'link' for it in the fleet file, or give --budget as an amount of memory");
  }
  return {};
}

Result<Intent> intend(const Flags& flags, const model::Fleet& fleet, const config::Config& config) {
  auto selection = select(fleet, flags.only, flags.except);
  if (!selection) return tl::unexpected(selection.error());
  if (flags.time) {
    if (const auto known = require_links(fleet); !known) return tl::unexpected(known.error());
  }
  planner::RebalanceRequest request;
  request.vms = std::move(*selection);
  request.max_moves = flags.max_moves;
  request.data = flags.data;
  if (flags.time) request.time = *flags.time;
  request.min_gain = flags.min_gain;
  request.limits = limits_for(config, flags);
  request.cool_down = flags.cool_down.value_or(config.defaults.cool_down);
  Intent intent;
  intent.wish.command = "place";
  intent.wish.plan = [request](const model::Fleet& now) {
    auto asked = request;
    asked.now = wall_time();
    return planner::rebalance(now, asked);
  };
  intent.wish.audit = audit_in_words;
  intent.wish.reason = flags.reason;
  return intent;
}

void read_budget(const std::string& text, Flags& flags) {
  if (const auto data = parse_bytes(text)) {
    flags.data = *data;
  } else if (const auto time = parse_duration(text)) {
    flags.time = *time;
  } else {
    throw CLI::ValidationError(
        "--budget",
        fmt::format("'{}' is neither an amount of memory nor a duration (as in 64GiB, 10m)", text));
  }
}

void declare_rebalance_flags(CLI::App& command, Flags& flags) {
  command.add_option("--only", flags.only, "Only VMs that match")->type_name("VM");
  command.add_option("--except", flags.except, "All VMs but those that match")->type_name("VM");
  command.add_option("--max-moves", flags.max_moves, "At most so many moves")
      ->check(CLI::Range(0U, 1'000'000U));
  command.add_option("--min-gain", flags.min_gain, "What a move must be worth")->check(CLI::Range(0.0, 1e6));
  command
      .add_option_function<std::string>(
          "--budget", [&flags](const std::string& text) { read_budget(text, flags); },
          "At most so much memory moved, or so long migrated, in all")
      ->type_name("SIZE|DURATION");
  add_duration(command, "--cool-down", flags.cool_down, "Leave VMs that were moved less than this ago",
               Milliseconds(0));
  command.add_flag("--check", flags.check, "Change nothing; exit 7 when there is a move worth making");
  command.add_option("--hold", flags.hold, "Exit 7 only once so many checks in a row have found one")
      ->check(CLI::Range(1U, 1000U))
      ->needs("--check");
}

void declare_questions_about_one(CLI::App& command, Flags& flags) {
  auto* vm =
      command.add_option("VM", flags.vm, "Move this one, and no other")->expected(0, 1)->allow_extra_args();
  auto* to = command.add_option("--to", flags.to, "Where it goes; else to the best node")->type_name("NODE");
  auto* why = command.add_option("--why", flags.why, "Tell what every node says to this VM")->type_name("VM");
  auto* file =
      command.add_option("--new", flags.file, "Rank the nodes for the VM that this XML file defines")
          ->type_name("FILE");
  auto* start =
      command.add_flag("--start", flags.start, "Define that VM on the best node, or on --to, and start it")
          ->needs(file);
  why->excludes(vm)->excludes(file);
  file->excludes(vm);
  to->excludes(why);
  for (const auto* name : {"--plan", "--plan-out"}) start->excludes(command.get_option(name));
  for (const auto* name :
       {"--only", "--except", "--max-moves", "--min-gain", "--budget", "--cool-down", "--check", "--hold"}) {
    vm->excludes(command.get_option(name));
    why->excludes(command.get_option(name));
    file->excludes(command.get_option(name));
  }
}

ExitCode place(const Globals& globals, const Flags& flags, Signals& signals) {
  if (!flags.why.empty()) return explain_places(globals, flags.snapshot, flags.why);
  if (flags.start) return start_new(globals, flags, signals, flags.file, flags.to);
  if (!flags.file.empty()) return rank_places(globals, flags.snapshot, flags.file);
  if (!flags.vm.empty()) return place_vm(globals, flags, signals, flags.vm, flags.to);
  const auto even_out = [&] {
    return change(globals, flags, signals, [&flags](const model::Fleet& fleet, const config::Config& config) {
      return intend(flags, fleet, config);
    });
  };
  return flags.hold > 1 ? hold_back(globals, flags.hold, even_out) : even_out();
}

}  // namespace

void declare_place(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("place", "Move VMs so that the nodes are used evenly, live");
  auto flags = std::make_shared<Flags>();
  declare_rebalance_flags(command, *flags);
  declare_change_flags(command, *flags);
  declare_questions_about_one(command, *flags);
  command.callback([flags, &command, &chosen] {
    check_plan_flags(command, *flags);
    if (!flags->to.empty() && flags->vm.empty() && !flags->start)
      throw CLI::RequiresError("--to", "VM or --start");
    if (flags->check && !flags->plan_out.empty()) throw CLI::ExcludesError("--check", "--plan-out");
    if (flags->hold > 1 && !flags->snapshot.empty()) throw CLI::ExcludesError("--hold", "--snapshot");
    chosen = [flags](const Globals& globals, Signals& signals) { return place(globals, *flags, signals); };
  });
}

}  // namespace haxen::program
