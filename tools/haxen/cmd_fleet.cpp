// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fleet`: what is done with the fleet file itself.
#include <memory>

#include "command.hpp"
#include "fleet_check.hpp"
#include "fleet_init.hpp"
#include "guards.hpp"

namespace haxen::program {

namespace {

void declare_init(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("init", "Write a fleet file from the hosts that answer");
  auto flags = std::make_shared<InitFlags>();
  command.add_option("HOST", flags->hosts, "Names, addresses or URIs of hosts; localhost is this one")
      ->required();
  auto& write = *command.add_option("--write", flags->write, "Write this file instead of standard output");
  write.type_name("FILE");
  command.add_flag("--overwrite", flags->overwrite, "Replace a file that is there already")->needs(&write);
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals&) { return init_fleet(globals, *flags); };
  });
}

void declare_check(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("check", "Tell whether the nodes are fit to move VMs among each other");
  command.callback([&chosen] {
    chosen = [](const Globals& globals, Signals& signals) { return check_fleet(globals, signals); };
  });
}

void declare_install_guard(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand(
      "install-guard", "Let no VM start on nodes after an unclean boot, until that has been admitted");
  auto flags = std::make_shared<GuardFlags>();
  auto* nodes =
      command.add_option("NODE", flags->nodes, "The nodes; all of the fleet file where none is named");
  command.add_flag("--remove", flags->remove, "Remove it again");
  auto* yes = command.add_flag("--yes,-y", flags->yes, "Do it without asking");
  auto* dry_run = command.add_flag("--dry-run,-n", flags->dry_run, "Show what would be done, change nothing");
  auto* script = command.add_flag("--script", flags->script,
                                  "Only print the script that does it, for a shell of root's");
  dry_run->excludes(yes);
  for (auto* other : {nodes, yes, dry_run}) script->excludes(other);
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals&) { return install_guards(globals, *flags); };
  });
}

}  // namespace

void declare_fleet(CLI::App& app, Chosen& chosen) {
  auto& command =
      *app.add_subcommand("fleet", "Write a fleet file, check the fleet that it names, guard its nodes");
  command.require_subcommand(1);
  declare_init(command, chosen);
  declare_check(command, chosen);
  declare_install_guard(command, chosen);
}

}  // namespace haxen::program
