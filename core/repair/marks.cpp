// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which marks are those of the dead.
#include "repair/marks.hpp"

#include "executor/at_work.hpp"

namespace haxen::repair {

namespace {

using model::AnomalyKind;
using model::Prospect;
using model::RemedyKind;

model::Anomaly of_node(const model::Node& node, AnomalyKind kind, Prospect prospect) {
  model::Anomaly found{kind, prospect};
  found.node = node.name;
  found.mark = node.mark;
  return found;
}

model::Anomaly mendable(const model::Node& node, AnomalyKind kind, RemedyKind remedy) {
  auto found = of_node(node, kind, Prospect::mendable);
  found.remedy = model::Remedy{remedy, node.name};
  return found;
}

}  // namespace

model::Anomalies marks(const model::Fleet& fleet, const executor::Self& self, model::WallTime now) {
  model::Anomalies found;
  for (const auto& node : fleet.nodes) {
    if (!node.mark) continue;
    const bool dead = executor::is_dead(*node.mark, self);
    switch (node.mark->kind) {
      case model::MarkKind::claim:
        if (dead || !node.mark->active)
          found.push_back(mendable(node, AnomalyKind::stale_claim, RemedyKind::release_claim));
        break;
      case model::MarkKind::cordon:
        if (dead) found.push_back(mendable(node, AnomalyKind::stale_cordon, RemedyKind::rest_cordon));
        if ((dead || !node.mark->active) && node.mark->until && *node.mark->until < now)
          found.push_back(of_node(node, AnomalyKind::overdue_cordon, Prospect::advice));
        break;
    }
  }
  return found;
}

}  // namespace haxen::repair
