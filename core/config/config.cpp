// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to find things in a configuration.
#include "config/config.hpp"

#include <algorithm>

namespace haxen::config {

const NodeEntry* find_node(const Config& config, const NodeName& name) {
  const auto found = std::ranges::find(config.nodes, name, &NodeEntry::name);
  return found == config.nodes.end() ? nullptr : &*found;
}

}  // namespace haxen::config
