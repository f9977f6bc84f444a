// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the parts of a plan are put together.
#include "planner/draft.hpp"

#include <algorithm>

#include "planner/balance.hpp"
#include "planner/ordering.hpp"
#include "planner/schedule.hpp"

namespace haxen::planner {
namespace {

double score(const Balance& balance, const Placement& placement) {
  double sum = 0;
  for (NodeIndex n = 0; n < placement.table().node_count(); ++n) {
    Amounts held{};
    // Added up in the order of the table: the order of residents depends on the way they came.
    std::vector<VmIndex> all(placement.residents(n).begin(), placement.residents(n).end());
    std::ranges::sort(all);
    for (const auto v : all) held = held + balance.amounts(v);
    sum += balance.part(n, held);
  }
  return sum;
}

}  // namespace

model::Plan plan_of(const Placement& start, const Hops& hops, std::size_t adopted, const Limits& limits) {
  const auto& table = start.table();
  const auto after = dependencies(start, hops, adopted);
  const Balance balance(table);
  auto end = start;
  model::Plan plan;
  for (std::size_t i = 0; i < hops.size(); ++i) {
    const auto& row = table.vms()[hops[i].vm];
    model::Move move;
    move.vm = row.vm->uuid;
    move.from = table.nodes()[hops[i].from].node->name;
    move.to = table.nodes()[hops[i].to].node->name;
    move.kind = i < adopted ? model::MoveKind::adopt : model::MoveKind::migrate;
    move.memory = model::footprint(*row.vm);
    move.after = after[i];
    plan.moves.push_back(std::move(move));
    i < adopted ? end.arrive(hops[i].vm) : end.move(hops[i].vm, hops[i].to);
  }
  plan.score_before = score(balance, start);
  plan.score_after = score(balance, end);
  foretell(table.fleet(), limits, plan);
  return plan;
}

}  // namespace haxen::planner
