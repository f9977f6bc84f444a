// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a survey becomes an inventory.
#include "inventory/collect.hpp"

#include "inventory/at_odds.hpp"
#include "inventory/survey.hpp"

namespace haxen::inventory {

namespace {

using namespace std::chrono_literals;

// A hand-over looks different at every glance; one that takes longer than this hangs.
constexpr auto glance = 250ms;
constexpr auto hand_over = 5s;

/// `known`: what assemble() adds to the nodes' answers.
template <class Known>
Task<Inventory> take_stock(Loop& loop, virt::Hosts& hosts, const Known& known, std::vector<NodeName> names,
                           Duration deadline, Images images, std::vector<std::string> sought) {
  const auto survey = std::make_shared<Survey>(loop, hosts, std::move(names), deadline, images, sought);
  survey->begin();
  Event& ended = survey->ended();
  co_await ended;

  auto answers = survey->answers();
  auto joined = assemble(known, answers);
  const auto patience = loop.now() + hand_over;
  for (auto nodes = at_odds(joined.fleet); !nodes.empty() && loop.now() < patience;
       nodes = at_odds(joined.fleet)) {
    co_await loop.sleep(glance);
    co_await survey->look_again(nodes);
    answers = survey->answers();
    joined = assemble(known, answers);
  }
  Inventory inventory;
  inventory.fleet = std::move(joined.fleet);
  inventory.warnings = std::move(joined.warnings);
  for (const auto& [name, answer] : answers) {
    if (answer.seen) inventory.capabilities.emplace(name, answer.seen->capabilities);
  }
  inventory.answers = std::move(answers);
  inventory.connections = survey->take_connections();
  co_return inventory;
}

}  // namespace

Task<Inventory> collect(Loop& loop, virt::Hosts& hosts, const config::Config& config, Images images,
                        std::vector<std::string> sought) {
  std::vector<NodeName> names;
  for (const auto& node : config.nodes) names.push_back(node.name);
  return take_stock(loop, hosts, config, std::move(names), config.defaults.deadline, images,
                    std::move(sought));
}

Task<Inventory> collect_again(Loop& loop, virt::Hosts& hosts, const model::Fleet& known, Duration deadline) {
  std::vector<NodeName> names;
  for (const auto& node : known.nodes) names.push_back(node.name);
  return take_stock(loop, hosts, known, std::move(names), deadline, Images::all, {});
}

}  // namespace haxen::inventory
