// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the parts of a plan are put together.
#include "planner/draft.hpp"

#include <algorithm>

#include "planner/balance.hpp"
#include "planner/ordering.hpp"
#include "planner/schedule.hpp"
#include "planner/storage.hpp"

namespace haxen::planner {
namespace {

model::Standing standing(const Balance& balance, const Placement& placement) {
  Amounts sum{};
  for (NodeIndex n = 0; n < placement.table().node_count(); ++n) {
    Amounts held{};
    // Added up in the order of the table: the order of residents depends on the way they came.
    std::vector<VmIndex> all(placement.residents(n).begin(), placement.residents(n).end());
    std::ranges::sort(all);
    for (const auto v : all) held = held + balance.amounts(v);
    for (std::size_t r = 0; r < resource_count; ++r) sum[r] += balance.part(n, r, held[r]);
  }
  return {sum[0], sum[1], sum[2], std::nullopt};
}

double score(const model::Standing& standing) {
  return standing.memory + standing.vcpus + standing.busy_cpus;
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
    // Also of what is under way: it may have to be done anew.
    if (table.local_disks() == LocalDisks::copied)
      move.copies = copies(*row.vm, *table.nodes()[hops[i].from].node, *table.nodes()[hops[i].to].node);
    plan.moves.push_back(std::move(move));
    i < adopted ? end.arrive(hops[i].vm) : end.move(hops[i].vm, hops[i].to);
  }
  plan.standing_before = standing(balance, start);
  plan.standing_after = standing(balance, end);
  plan.score_before = score(*plan.standing_before);
  plan.score_after = score(*plan.standing_after);
  foretell(table.fleet(), limits, plan);
  return plan;
}

}  // namespace haxen::planner
