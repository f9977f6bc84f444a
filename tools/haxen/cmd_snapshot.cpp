// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen snapshot`: the fleet, or an invented one, as one document to plan on later or elsewhere.
#include <charconv>
#include <fmt/format.h>
#include <memory>

#include "command.hpp"
#include "inventory/snapshot.hpp"
#include "say.hpp"
#include "session.hpp"
#include "simulation/synthetic.hpp"

namespace haxen::program {

namespace {

inventory::MoveLimits limits_of(const config::Defaults& defaults) {
  return {defaults.moves_per_source, defaults.moves_per_target, defaults.moves_in_fleet};
}

ExitCode snapshot(const Globals& globals) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  Session session(std::move(*config), fleet_file_path(globals));
  const auto fleet = session.loop().run(session.survey(inventory::Images::all));
  for (const auto& absent : fleet.absent) warn(absent.why.message);
  put(inventory::to_json({fleet, limits_of(session.config().defaults)}));
  session.keep_ledger();
  return fleet.absent.empty() ? ExitCode::done : ExitCode::partial;
}

struct Wanted {
  simulation::FleetSize size;
  std::uint64_t seed = 0;
};

/// Takes a number off the front of `text`, and the comma behind it.
template <class Number>
bool take(std::string_view& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.empty()) return true;
  if (text.front() != ',') return false;
  text.remove_prefix(1);
  return !text.empty();
}

Result<Wanted> parse_wanted(std::string_view text) {
  Wanted wanted;
  auto rest = text;
  const bool whole = take(rest, wanted.size.nodes) && !rest.empty() && take(rest, wanted.size.vms) &&
                     !rest.empty() && take(rest, wanted.seed) && rest.empty();
  const auto& [nodes, vms] = wanted.size;
  if (!whole || nodes < 1 || nodes > simulation::FleetSize::most_nodes ||
      vms > simulation::FleetSize::most_vms)
    return fault(
        FaultKind::usage, fmt::format("--synthetic: '{}' is not NODES,VMS,SEED", text),
        fmt::format("for example 20,200,1: 1 to {} nodes, up to {} VMs, and any number to tell one such "
                    "fleet from another",
                    simulation::FleetSize::most_nodes, simulation::FleetSize::most_vms));
  return wanted;
}

ExitCode invent(const Globals& globals, const std::string& text) {
  const auto wanted = parse_wanted(text);
  if (!wanted) return refuse(globals, wanted.error());
  put(inventory::to_json({simulation::synthetic(wanted->size, wanted->seed), limits_of({})}));
  return ExitCode::done;
}

}  // namespace

void declare_snapshot(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("snapshot", "Write the fleet as one JSON document");
  auto synthetic = std::make_shared<std::string>();
  command.add_option("--synthetic", *synthetic, "Invent a fleet; asks no node")->type_name("NODES,VMS,SEED");
  command.callback([synthetic, &chosen] {
    chosen = [synthetic](const Globals& globals, Signals&) {
      return synthetic->empty() ? snapshot(globals) : invent(globals, *synthetic);
    };
  });
}

}  // namespace haxen::program
