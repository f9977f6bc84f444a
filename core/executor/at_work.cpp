// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how marks of the living are told from those of the dead.
#include "executor/at_work.hpp"

namespace haxen::executor {

bool is_dead(const model::Mark& mark, const Self& self) {
  return mark.active && self.judge(mark.holder) == Liveness::dead;
}

std::set<OperationId> at_work(const model::Fleet& fleet, const Self& self) {
  std::set<OperationId> operations;
  for (const auto& node : fleet.nodes) {
    if (node.mark && node.mark->active && !is_dead(*node.mark, self)) operations.insert(node.mark->operation);
  }
  return operations;
}

}  // namespace haxen::executor
