// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the steps of putting notes and marks in order.
#include "repair/upkeep.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "executor/aftercare.hpp"
#include "repair/sights.hpp"

namespace haxen::repair {

namespace {

bool is_migrating(const virt::Presence& seen) { return seen.job && seen.job->kind != model::JobKind::other; }

// The node's mark, where it still is the one that was found.
Task<Result<std::optional<model::Mark>>> same_mark(Ground ground, NodeName node, std::string id) {
  auto found = co_await ground.connections.read_mark(node);
  if (found && *found && (*found)->id != id) found = std::optional<model::Mark>{};
  co_return found;
}

}  // namespace

Task<model::MendOutcome> finish_move(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto vm = anomaly.vm;
  const auto copy =
      std::ranges::find(anomaly.copies, node, [](const model::Copy& each) { return each.vm.node; });
  const std::vector<NodeName> here{node};
  const auto seen = co_await look_at(ground.connections, here, vm);
  if (!seen) co_return not_mended(seen.error());
  const auto& now = seen->at(node);
  if (!now.defined || is_active(now) != model::is_active(copy->vm.state) || is_migrating(now))
    co_return over("it is not there as it was");
  const auto noted = co_await ground.connections.read_notes(node, vm);
  if (!noted) co_return not_mended(noted.error());
  if (noted->pending != copy->vm.pending) co_return over("somebody else has put it right, or moves it");
  const auto was = copy->vm;
  const auto failed = co_await executor::settle(ground.connections, was);
  if (!failed.empty()) co_return model::MendOutcome{model::MendResult::failed, failed.front()};
  co_return mended();
}

Task<model::MendOutcome> forget_origin(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto vm = anomaly.vm;
  const auto noted = co_await ground.connections.read_notes(node, vm);
  if (!noted) co_return not_mended(noted.error());
  if (noted->origin != NodeName(anomaly.detail)) co_return over("it has another origin by now");
  auto notes = *noted;
  notes.origin.reset();
  const auto written = co_await ground.connections.write_notes(node, vm, notes);
  if (!written) co_return not_mended(written.error());
  co_return mended();
}

Task<model::MendOutcome> release_claim(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto id = anomaly.mark->id;
  const auto found = co_await same_mark(ground, node, id);
  if (!found) co_return not_mended(found.error());
  if (!*found) co_return over("it is gone");
  const auto removed = co_await ground.connections.remove_mark(node, id);
  if (!removed) co_return not_mended(removed.error());
  co_return mended();
}

Task<model::MendOutcome> rest_cordon(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto id = anomaly.mark->id;
  const auto found = co_await same_mark(ground, node, id);
  if (!found) co_return not_mended(found.error());
  if (!*found || **found != *anomaly.mark) co_return over("it has changed meanwhile");
  auto mark = **found;
  mark.active = false;
  const auto written = co_await ground.connections.rewrite_mark(node, mark);
  if (!written) co_return not_mended(written.error());
  co_return mended();
}

}  // namespace haxen::repair
