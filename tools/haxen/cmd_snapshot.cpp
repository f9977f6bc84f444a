// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen snapshot`: the fleet as one document, to plan on later or elsewhere.
#include "command.hpp"
#include "inventory/snapshot.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

ExitCode snapshot(const Globals& globals) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  Session session(std::move(*config));
  const auto fleet = session.loop().run(session.survey());
  for (const auto& absent : fleet.absent) warn(absent.why.message);
  put(inventory::to_json(fleet));
  return fleet.absent.empty() ? ExitCode::done : ExitCode::partial;
}

}  // namespace

void declare_snapshot(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("snapshot", "Write the fleet as one JSON document");
  command.callback(
      [&chosen] { chosen = [](const Globals& globals, Signals&) { return snapshot(globals); }; });
}

}  // namespace haxen::program
