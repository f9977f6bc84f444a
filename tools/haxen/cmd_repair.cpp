// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen repair`: what moves, crashes and hands have left of VMs is put in order.
#include <memory>

#include "command.hpp"
#include "flags.hpp"
#include "repairing.hpp"

namespace haxen::program {

void declare_repair(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("repair", "Mend what interrupted moves and others have left of VMs");
  auto flags = std::make_shared<RepairFlags>();
  command.add_option("VM", flags->vms, "Only these VMs, and no node's marks");
  auto* yes = command.add_flag("--yes,-y", flags->yes, "Mend what is safe to mend without asking");
  command.add_flag("--dry-run,-n", flags->dry_run, "Show what is wrong, change nothing")->excludes(yes);
  command.add_option("--reason", flags->reason, "Why, for the history");
  add_duration(command, "--timeout", flags->time_limit, "Time limit for the whole command");
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals& signals) { return repair(globals, *flags, signals); };
  });
}

}  // namespace haxen::program
