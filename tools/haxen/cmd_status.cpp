// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen status`: the fleet as its nodes tell it.
#include <algorithm>
#include <memory>
#include <unistd.h>

#include "command.hpp"
#include "flags.hpp"
#include "repairing.hpp"
#include "report/documents.hpp"
#include "report/status.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

struct Flags {
  std::vector<std::string> nodes;
  bool vms = false;
  bool audit = false;
};

// Only the nodes that were named are asked.
config::Config narrowed(config::Config config, const std::set<NodeName>& wanted) {
  if (!wanted.empty()) {
    std::erase_if(config.nodes, [&](const config::NodeEntry& node) { return !wanted.contains(node.name); });
  }
  return config;
}

ExitCode status(const Globals& globals, const Flags& flags) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  const auto wanted = nodes_named(*config, flags.nodes);
  if (!wanted) return refuse(globals, wanted.error());
  Session session(narrowed(std::move(*config), *wanted), fleet_file_path(globals));
  const auto fleet = session.loop().run(session.survey());
  if (globals.output == Output::text) {
    const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
    put(flags.vms ? report::vm_screen(fleet, style) : report::node_screen(fleet, wall_time(), style));
  } else {
    put(report::status_document(fleet, fleet_file_path(globals), wall_time(), form_of(globals)));
  }
  session.keep_ledger();
  return fleet.absent.empty() ? ExitCode::done : ExitCode::partial;
}

}  // namespace

void declare_status(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("status", "Show nodes and VMs as the hypervisors tell them");
  auto flags = std::make_shared<Flags>();
  auto* nodes = command.add_option("NODE", flags->nodes, "Only these nodes");
  auto* vms = command.add_flag("--vms", flags->vms, "One line per VM, with what keeps it from moving");
  command.add_flag("--audit", flags->audit, "What is wrong with VMs' places, definitions and marks")
      ->excludes(nodes)
      ->excludes(vms);
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals&) {
      return flags->audit ? audit(globals) : status(globals, *flags);
    };
  });
}

}  // namespace haxen::program
