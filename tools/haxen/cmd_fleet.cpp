// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fleet`: what is done with the fleet file itself.
#include <memory>

#include "command.hpp"
#include "fleet_check.hpp"
#include "fleet_init.hpp"

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

}  // namespace

void declare_fleet(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("fleet", "Write a fleet file, or check the fleet that it names");
  command.require_subcommand(1);
  declare_init(command, chosen);
  declare_check(command, chosen);
}

}  // namespace haxen::program
