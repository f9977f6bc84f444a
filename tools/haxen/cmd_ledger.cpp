// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen ledger`: what is kept of nodes and VMs for the day on which a node cannot be asked.
#include <memory>

#include "command.hpp"
#include "ledger.hpp"

namespace haxen::program {

namespace {

void declare_show(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("show", "Print the definition of a VM");
  auto vm = std::make_shared<std::string>();
  command.add_option("VM", *vm, "Its name, name@node or UUID")->required();
  command.callback([vm, &chosen] {
    chosen = [vm](const Globals& globals, Signals&) { return show_from_ledger(globals, *vm); };
  });
}

void declare_export(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("export", "Write all that is kept of this fleet as one document");
  auto file = std::make_shared<std::string>();
  command.add_option("--write", *file, "Write this file, readable to you only, in place of standard output")
      ->type_name("FILE");
  command.callback([file, &chosen] {
    chosen = [file](const Globals& globals, Signals&) { return export_ledger(globals, *file); };
  });
}

void declare_import(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("import", "Take over from such a document what is newer in it");
  auto file = std::make_shared<std::string>();
  command.add_option("FILE", *file, "What 'haxen ledger export' has written")->required();
  command.callback([file, &chosen] {
    chosen = [file](const Globals& globals, Signals&) { return import_ledger(globals, *file); };
  });
}

}  // namespace

void declare_ledger(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("ledger", "What is kept of VMs to start them without their node");
  command.require_subcommand(1);
  auto& sync = *command.add_subcommand("sync", "Ask all nodes, and keep all that they tell");
  sync.callback(
      [&chosen] { chosen = [](const Globals& globals, Signals&) { return sync_ledger(globals); }; });
  auto& list = *command.add_subcommand("list", "List the VMs that are kept, and how old that is");
  list.callback(
      [&chosen] { chosen = [](const Globals& globals, Signals&) { return list_ledger(globals); }; });
  declare_show(command, chosen);
  declare_export(command, chosen);
  declare_import(command, chosen);
}

}  // namespace haxen::program
