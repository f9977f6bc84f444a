// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how long simulated witnesses take, and what they say.
#include "witnesses.hpp"

namespace haxen::scenario {

namespace {

using model::Sign;
using model::Testimony;
using model::TestimonyKind;
using namespace std::chrono_literals;

}  // namespace

Task<std::vector<Testimony>> Witnesses::look(NodeName node) {
  co_await client_.loop().sleep(1s);
  std::vector<Testimony> told;
  const auto add = [&](const simulation::Site& onlooker, TestimonyKind kind, const std::string& witness) {
    const auto seen = client_.sees(onlooker, node);
    const auto sign = !seen ? Sign::unknown : *seen ? Sign::alive : Sign::silent;
    told.push_back({node, kind, witness, sign, {}});
  };
  add(client_.site(), TestimonyKind::libvirt, {});
  for (const auto& each : config_.nodes)
    if (!lost_.contains(each.name)) add(simulation::site_of(each.name), TestimonyKind::peer, each.name.str());
  co_return told;
}

Task<std::vector<Testimony>> Witnesses::end(NodeName node) {
  for (const auto& each : config_.nodes)
    if (!lost_.contains(each.name) && client_.sees(simulation::site_of(each.name), node).value_or(false))
      say_(node.str() + ": SWITCHED OFF THOUGH " + each.name.str() + " SEES IT");
  co_await client_.loop().sleep(2s);
  const bool is_off = client_.switch_off(node);
  std::vector<Testimony> told;
  told.push_back({node, TestimonyKind::fence, "fence_simulated", is_off ? Sign::dead : Sign::unknown, {}});
  co_return told;
}

}  // namespace haxen::scenario
