// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a survey becomes an inventory.
#include "inventory/collect.hpp"

#include <fmt/format.h>

#include "inventory/at_odds.hpp"
#include "inventory/survey.hpp"

namespace haxen::inventory {

namespace {

using namespace std::chrono_literals;

// A hand-over looks different at every glance; one that takes longer than this hangs.
constexpr auto glance = 250ms;
constexpr auto hand_over = 5s;

std::map<NodeName, Answer> with_dead(std::map<NodeName, Answer> answers, const std::set<NodeName>& dead) {
  for (const auto& name : dead)
    answers.emplace(
        name, Answer{fault(FaultKind::unreachable, fmt::format("node '{}': it is dead", name)), {}, {}});
  return answers;
}

/// `known`: what assemble() adds to the nodes' answers.
template <class Known>
Task<Inventory> take_stock(Loop& loop, virt::Hosts& hosts, const Known& known, std::vector<NodeName> names,
                           Duration deadline, Images images, std::vector<std::string> sought,
                           std::vector<model::LedgerNode> lost, std::set<NodeName> dead) {
  std::erase_if(names, [&](const NodeName& name) { return dead.contains(name); });
  for (const auto& node : lost)
    for (const auto& each : node.vms)
      for (auto& path : image_paths(each.vm)) sought.push_back(std::move(path));
  const auto survey = std::make_shared<Survey>(loop, hosts, std::move(names), deadline, images, sought);
  for (const auto& node : lost)
    for (const auto& each : node.vms) survey->ask_about_cpu(each.vm.cpu);
  survey->begin();
  Event& ended = survey->ended();
  co_await ended;

  auto answers = with_dead(survey->answers(), dead);
  auto joined = assemble(known, answers, lost);
  const auto patience = loop.now() + hand_over;
  for (auto nodes = at_odds(joined.fleet); !nodes.empty() && loop.now() < patience;
       nodes = at_odds(joined.fleet)) {
    co_await loop.sleep(glance);
    co_await survey->look_again(nodes);
    answers = with_dead(survey->answers(), dead);
    joined = assemble(known, answers, lost);
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
                        std::vector<std::string> sought, std::vector<model::LedgerNode> lost,
                        std::set<NodeName> dead) {
  std::vector<NodeName> names;
  for (const auto& node : config.nodes) names.push_back(node.name);
  return take_stock(loop, hosts, config, std::move(names), config.defaults.deadline, images,
                    std::move(sought), std::move(lost), std::move(dead));
}

Task<Inventory> collect_again(Loop& loop, virt::Hosts& hosts, const model::Fleet& known, Duration deadline) {
  std::vector<NodeName> names;
  for (const auto& node : known.nodes) names.push_back(node.name);
  return take_stock(loop, hosts, known, std::move(names), deadline, Images::all, {}, {}, {});
}

}  // namespace haxen::inventory
