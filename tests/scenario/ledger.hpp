// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the runs of one scenario keep of nodes that may not answer later.
#pragma once

#include <map>
#include <vector>

#include "model/fleet.hpp"

namespace haxen::scenario {

/// By the rules of store::Ledger, in memory.
class Ledger {
 public:
  void keep(const model::Fleet& fleet, model::WallTime now);
  /// Empty where nothing is kept of it.
  std::vector<model::LedgerNode> of(const NodeName& node) const;

 private:
  std::map<NodeName, model::LedgerNode> nodes_;
};

}  // namespace haxen::scenario
