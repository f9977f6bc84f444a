// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a survey becomes an inventory.
#include "inventory/collect.hpp"

#include "inventory/assemble.hpp"
#include "inventory/at_odds.hpp"
#include "inventory/survey.hpp"

namespace haxen::inventory {

namespace {

using namespace std::chrono_literals;

// A hand-over looks different at every glance; one that takes longer than this hangs.
constexpr auto glance = 250ms;
constexpr auto hand_over = 5s;

}  // namespace

Task<Inventory> collect(Loop& loop, virt::Hosts& hosts, const config::Config& config) {
  std::vector<NodeName> names;
  for (const auto& node : config.nodes) names.push_back(node.name);
  const auto survey = std::make_shared<Survey>(loop, hosts, std::move(names), config.defaults.deadline);
  survey->begin();
  Event& ended = survey->ended();
  co_await ended;

  Inventory inventory;
  inventory.fleet = assemble(config, survey->answers());
  const auto patience = loop.now() + hand_over;
  for (auto nodes = at_odds(inventory.fleet); !nodes.empty() && loop.now() < patience;
       nodes = at_odds(inventory.fleet)) {
    co_await loop.sleep(glance);
    co_await survey->look_again(nodes);
    inventory.fleet = assemble(config, survey->answers());
  }
  const auto answers = survey->answers();
  for (const auto& [name, answer] : answers) {
    if (answer.seen) inventory.capabilities.emplace(name, answer.seen->capabilities);
  }
  inventory.connections = survey->take_connections();
  co_return inventory;
}

}  // namespace haxen::inventory
