// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what must hold before a copy is resumed or ended, or a definition removed, and what proves that it
// was.
#include "repair/copies.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "executor/stranded.hpp"
#include "repair/dossier.hpp"
#include "repair/sights.hpp"

namespace haxen::repair {

namespace {

// The node of the copy beside which the one at `node` is too much; none where there is none.
std::optional<model::Copy> kept_beside(const model::Anomaly& anomaly, const NodeName& node) {
  std::optional<model::Copy> kept;
  for (const auto& copy : anomaly.copies) {
    if (copy.vm.node == node) continue;
    const bool is_better = model::is_active(copy.vm.state) && role(copy) == Role::runs;
    if (!kept || is_better) kept = copy;
  }
  return kept;
}

bool is_alone(const Sights& sights, const NodeName& node) {
  return std::ranges::none_of(sights,
                              [&](const auto& each) { return each.first != node && each.second.defined; });
}

bool was_left(const virt::Presence& seen, const model::Anomaly& anomaly, const NodeName& node) {
  const auto copy =
      std::ranges::find(anomaly.copies, node, [](const model::Copy& each) { return each.vm.node; });
  const bool held = copy != anomaly.copies.end() && executor::is_waiting(copy->vm);
  return is_left_paused(seen) ||
         (held && seen.defined && seen.state == model::VmState::paused && !seen.postcopy_failed);
}

// Autostart does not travel: what the removed definition had is not to be lost.
Task<model::MendOutcome> carry_autostart(Ground ground, VmUuid vm, NodeName kept) {
  const auto set = co_await ground.connections.set_autostart(kept, vm);
  if (set) co_return mended();
  co_return model::MendOutcome{model::MendResult::failed,
                               "its autostart could not be set: " + set.error().message};
}

}  // namespace

Task<model::MendOutcome> resume(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto vm = anomaly.vm;
  const auto before = co_await look_at(ground.connections, ground.nodes, vm);
  if (!before) co_return not_mended(before.error());
  const auto& here = before->at(node);
  if (!was_left(here, anomaly, node) || here.incoming || here.job)
    co_return over("it is not paused by a migration");
  if (!is_alone(*before, node)) co_return over("another node knows it by now");
  const auto resumed = co_await ground.connections.resume(node, vm);
  if (!resumed) co_return not_mended(resumed.error());
  const auto after = co_await look_at(ground.connections, ground.nodes, vm);
  if (!after) co_return unproven(after.error().message);
  if (runs(after->at(node)) && is_alone(*after, node)) co_return mended();
  co_return unproven("it was resumed, and is not seen to run there alone");
}

Task<model::MendOutcome> end_copy(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto vm = anomaly.vm;
  const auto kept = kept_beside(anomaly, node);
  if (!kept) co_return over("no other copy of it runs");
  const std::vector<NodeName> ends{node, kept->vm.node};
  const auto before = co_await look_at(ground.connections, ends, vm);
  if (!before) co_return not_mended(before.error());
  if (!runs(before->at(kept->vm.node)))
    co_return over(fmt::format("it is not seen to run undisturbed on {}", kept->vm.node));
  const auto& copy = before->at(node);
  const bool leaves = copy.job && copy.job->kind != model::JobKind::migration_in;
  if (!was_left(copy, anomaly, node) || leaves)
    co_return over("its copy is not one that a migration left paused");
  const auto ended = co_await ground.connections.discard(node, vm);
  if (!ended) co_return not_mended(ended.error());
  const auto after = co_await look_at(ground.connections, ends, vm);
  if (!after) co_return unproven(after.error().message);
  if (!is_active(after->at(node)) && runs(after->at(kept->vm.node))) co_return mended();
  co_return unproven("the copy was ended, and what is left is not as it should be");
}

Task<model::MendOutcome> undefine(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto vm = anomaly.vm;
  const auto kept = kept_beside(anomaly, node);
  if (!kept) co_return over("it is defined nowhere else");
  const auto other = kept->vm.node;
  const std::vector<NodeName> ends{node, other};
  const auto before = co_await look_at(ground.connections, ends, vm);
  if (!before) co_return not_mended(before.error());
  const auto& here = before->at(node);
  const auto& there = before->at(other);
  if (!here.defined) co_return over("it is not defined there any more");
  if (is_active(here)) co_return over("it was started there meanwhile");
  if (!there.defined || !there.persistent || is_active(there) != model::is_active(kept->vm.state))
    co_return over(fmt::format("{} does not hold it as it did", other));
  const auto definition =
      std::ranges::find(anomaly.copies, node, [](const model::Copy& copy) { return copy.vm.node; });
  const bool starts = definition != anomaly.copies.end() && definition->vm.autostart && !kept->vm.autostart;
  const auto removed = co_await ground.connections.undefine(node, vm);
  if (!removed) co_return not_mended(removed.error());
  const auto after = co_await look_at(ground.connections, ends, vm);
  if (!after) co_return unproven(after.error().message);
  if (after->at(node).defined || !after->at(other).defined)
    co_return unproven("its definition was removed, and what is left is not as it should be");
  if (starts) co_return co_await carry_autostart(ground, vm, other);
  co_return mended();
}

Task<model::MendOutcome> make_persistent(Ground ground, model::Anomaly anomaly) {
  const auto node = anomaly.remedy->node;
  const auto vm = anomaly.vm;
  const std::vector<NodeName> here{node};
  const auto before = co_await look_at(ground.connections, here, vm);
  if (!before) co_return not_mended(before.error());
  const auto& seen = before->at(node);
  if (!is_active(seen) || seen.persistent) co_return over("it is not transient there any more");
  const auto defined = co_await ground.connections.make_persistent(node, vm);
  if (!defined) co_return not_mended(defined.error());
  const auto after = co_await look_at(ground.connections, here, vm);
  if (!after) co_return unproven(after.error().message);
  if (after->at(node).persistent) co_return mended();
  co_return model::MendOutcome{model::MendResult::failed, "it is still transient"};
}

}  // namespace haxen::repair
