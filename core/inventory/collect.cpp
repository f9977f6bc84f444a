// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a survey becomes an inventory.
#include "inventory/collect.hpp"

#include "inventory/assemble.hpp"
#include "inventory/survey.hpp"

namespace haxen::inventory {

Task<Inventory> collect(Loop& loop, virt::Hosts& hosts, const config::Config& config) {
  std::vector<NodeName> names;
  for (const auto& node : config.nodes) names.push_back(node.name);
  const auto survey = std::make_shared<Survey>(loop, hosts, std::move(names), config.defaults.deadline);
  survey->begin();
  Event& ended = survey->ended();
  co_await ended;

  Inventory inventory;
  const auto answers = survey->answers();
  inventory.fleet = assemble(config, answers);
  for (const auto& [name, answer] : answers) {
    if (answer.seen) inventory.capabilities.emplace(name, answer.seen->capabilities);
  }
  inventory.connections = survey->take_connections();
  co_return inventory;
}

}  // namespace haxen::inventory
