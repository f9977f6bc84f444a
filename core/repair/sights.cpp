// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the answers about one VM are read before and after a deed.
#include "repair/sights.hpp"

#include <utility>

namespace haxen::repair {

using model::MendResult;
using model::VmState;

Task<Result<Sights>> look_at(executor::Connections& connections, std::vector<NodeName> nodes, VmUuid vm) {
  std::vector<Task<Result<virt::Presence>>> questions;
  for (const auto& node : nodes) questions.push_back(connections.look(node, vm));
  const auto answers = co_await all(connections.loop(), std::move(questions));
  Sights sights;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!answers[i]) co_return tl::unexpected(answers[i].error());
    sights.emplace(nodes[i], *answers[i]);
  }
  co_return sights;
}

bool is_active(const virt::Presence& seen) { return seen.defined && model::is_active(seen.state); }

bool runs(const virt::Presence& seen) {
  return seen.defined && model::is_running(seen.state) && !seen.job && !seen.postcopy_failed;
}

bool is_left_paused(const virt::Presence& seen) {
  return seen.defined && seen.state == VmState::paused && seen.paused_by_migration;
}

model::MendOutcome mended() { return {MendResult::mended, {}}; }
model::MendOutcome over(std::string why) { return {MendResult::over, std::move(why)}; }
model::MendOutcome not_mended(const Fault& why) {
  return {executor::is_lost(why) ? MendResult::unproven : MendResult::failed, why.message};
}
model::MendOutcome unproven(std::string why) { return {MendResult::unproven, std::move(why)}; }

}  // namespace haxen::repair
