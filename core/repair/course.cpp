// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the steps of a repair.
#include "repair/course.hpp"

#include <algorithm>
#include <utility>

#include "repair/mend.hpp"

namespace haxen::repair {

namespace {

std::vector<NodeName> all_nodes(const model::Fleet& fleet) {
  std::vector<NodeName> names;
  for (const auto& node : fleet.nodes) names.push_back(node.name);
  for (const auto& absent : fleet.absent) names.push_back(absent.name);
  return names;
}

bool has_remedy(const model::Anomaly& anomaly) { return anomaly.remedy.has_value(); }

model::Mended told(const model::Anomaly& anomaly, const model::MendOutcome& outcome) {
  model::Mended mended{std::nullopt, *anomaly.remedy, outcome};
  if (!anomaly.vm.empty()) mended.vm = model::NamedVm{anomaly.vm, anomaly.name};
  return mended;
}

Task<void> carry_out(Context context, Ground ground, Ended& ended) {
  context.listener.hear(model::OperationBegan{context.operation, "repair"});
  for (std::size_t i = 0; i < ended.found.size(); ++i) {
    if (!has_remedy(ended.found[i]) || context.stop.no_new_moves()) continue;
    const auto anomaly = ended.found[i];
    ended.outcomes[i] = co_await mend(ground, anomaly);
    context.listener.hear(told(anomaly, ended.outcomes[i]));
  }
}

}  // namespace

Task<Ended> repair(Context context, Question question, model::Fleet fleet) {
  const Ground ground{context.connections, all_nodes(fleet)};
  const auto knowledge = co_await look_closer(context.connections, std::move(fleet));
  Ended ended;
  ended.found = anomalies(knowledge, question);
  ended.outcomes.resize(ended.found.size());
  if (!ended.found.empty()) context.desk.show(ended.found);
  if (std::ranges::none_of(ended.found, has_remedy)) co_return ended;
  ended.how = Ending::declined;
  if (!context.desk.agree(ended.found)) co_return ended;
  ended.how = Ending::carried_out;
  co_await carry_out(context, ground, ended);
  co_return ended;
}

}  // namespace haxen::repair
