// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a node's capabilities and storage pools tell in XML.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "model/node.hpp"

namespace haxen::virt {

struct NodeReading {
  std::string host_uuid;
  std::string host_cpu;  ///< the host's <cpu> without what differs between two equal machines
  std::set<std::string> emulators;
  std::set<std::string> machines;
};

/// From virConnectGetCapabilities. Empty where the text does not tell.
NodeReading read_capabilities(const std::string& xml);

/// None when the text is no pool with a name.
std::optional<model::StoragePool> read_pool(const std::string& xml);

}  // namespace haxen::virt
