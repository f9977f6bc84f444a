// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a command gets at its fleet.
#include "session.hpp"

#include <cstdlib>
#include <fmt/format.h>

#include "config/fleet_file.hpp"
#include "inventory/collect.hpp"
#include "inventory/ledger_entries.hpp"
#include "ledger_keeping.hpp"
#include "planning.hpp"
#include "say.hpp"
#include "virt/libvirt_hosts.hpp"

namespace haxen::program {

namespace {

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

std::vector<virt::Endpoint> endpoints(const config::Config& config) {
  std::vector<virt::Endpoint> result;
  for (const auto& node : config.nodes) {
    result.push_back({node.name, node.uri, config.defaults.deadline, config.defaults.deadline});
  }
  return result;
}

}  // namespace

std::string fleet_file_path(const Globals& globals) {
  return config::fleet_file(globals.fleet_file, environment("HAXEN_FLEET"));
}

Result<config::Config> load_config(const Globals& globals) {
  auto config = config::load(fleet_file_path(globals));
  if (config && globals.deadline) config->defaults.deadline = *globals.deadline;
  return config;
}

Result<std::set<NodeName>> nodes_named(const config::Config& config, const std::vector<std::string>& words) {
  model::Fleet unasked;
  for (const auto& node : config.nodes) unasked.absent.push_back({node.name, {}});
  return nodes_in(unasked, words);
}

Session::Session(config::Config config, std::string fleet_file)
    : config_(std::move(config)),
      hosts_(std::make_unique<virt::LibvirtHosts>(loop_, endpoints(config_))),
      connections_(loop_, *hosts_),
      fleet_file_(std::move(fleet_file)) {}

Task<model::Fleet> Session::survey(inventory::Images images, std::vector<std::string> sought,
                                   std::vector<model::LedgerNode> lost, std::set<NodeName> dead) {
  auto found = co_await inventory::collect(loop_, *hosts_, config_, images, sought, lost, dead);
  for (const auto& warning : found.warnings)
    if (warned_.insert(warning).second) warn(warning);
  for (auto& [node, host] : found.connections) connections_.adopt(node, std::move(host));
  if (!fleet_file_.empty()) {
    sightings_ = inventory::ledger_entries(found.fleet, found.answers, wall_time());
  }
  co_return std::move(found.fleet);
}

void Session::keep_ledger(const model::Outcome& outcome) {
  if (sightings_.empty() || !may_keep()) return;
  auto nodes = inventory::after(std::move(sightings_), outcome);
  sightings_.clear();
  const auto kept = loop_.run(keep_in_ledger(connections_, fleet_file_, std::move(nodes), Asking::news));
  if (!kept) warn(fmt::format("the ledger misses what was seen: {}", kept.error().message));
}

model::WallTime wall_time() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace haxen::program
