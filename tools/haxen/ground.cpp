// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a question gets at its fleet.
#include "ground.hpp"

#include <fmt/format.h>

#include "files.hpp"
#include "inventory/snapshot.hpp"
#include "inventory/statements.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

Result<inventory::Snapshot> load_snapshot(const std::string& file) {
  const auto text = read_file(file, "'haxen snapshot' writes one");
  if (!text) return tl::unexpected(text.error());
  auto snapshot = inventory::from_json(*text);
  if (!snapshot) return tl::unexpected(about(fmt::format("'{}'", file), snapshot.error()));
  return snapshot;
}

config::Config config_of(const inventory::MoveLimits& limits) {
  config::Config config;
  config.defaults.moves_per_source = limits.per_source;
  config.defaults.moves_per_target = limits.per_target;
  config.defaults.moves_in_fleet = limits.in_fleet;
  return config;
}

}  // namespace

Result<Ground> find_ground(const Globals& globals, const std::string& file,
                           const std::vector<std::string>& sought) {
  if (!file.empty()) {
    auto snapshot = load_snapshot(file);
    if (!snapshot) return tl::unexpected(snapshot.error());
    for (const auto& warning : inventory::contradictions_in_words(snapshot->fleet)) warn(warning);
    return Ground{std::move(snapshot->fleet), config_of(snapshot->limits), file};
  }
  auto config = load_config(globals);
  if (!config) return tl::unexpected(config.error());
  Session session(std::move(*config));
  auto fleet = session.loop().run(session.survey(inventory::Images::none, sought));
  for (const auto& absent : fleet.absent) warn(absent.why.message);
  return Ground{std::move(fleet), session.config(), fleet_file_path(globals)};
}

}  // namespace haxen::program
