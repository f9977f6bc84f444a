// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fence`: a node's power, by its fence devices.
#include <memory>

#include "command.hpp"
#include "fencing.hpp"
#include "flags.hpp"

namespace haxen::program {

void declare_fence(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("fence", "Ask or switch a node's power by its fence devices");
  auto flags = std::make_shared<FenceFlags>();
  command.add_option("NODE", flags->node, "The node")->required();
  command
      .add_option(
          "ACTION", flags->action,
          "status asks, off and on switch, test tells whether off would work, as far as that can be told")
      ->required()
      ->check(CLI::IsMember({"status", "off", "on", "test"}));
  command.add_flag("--yes,-y", flags->yes, "Switch without asking");
  command.add_option("--reason", flags->reason, "Why, for the history");
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals& signals) { return fence(globals, *flags, signals); };
  });
}

}  // namespace haxen::program
