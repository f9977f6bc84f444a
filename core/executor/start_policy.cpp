// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how busy the links of running moves are, from what their samples tell.
#include "executor/start_policy.hpp"

#include <algorithm>

namespace haxen::executor {

StartPolicy::StartPolicy(const model::Fleet& fleet) {
  for (const auto& node : fleet.nodes)
    if (node.link) links_[node.name] = *node.link;
}

void StartPolicy::began(const model::Move& move, Time now) {
  running_[move.vm] = Neighbour{.from = move.from, .to = move.to, .kind = move.kind, .began = now};
}

void StartPolicy::heard(const model::Sampled& sample, Time now) {
  const auto found = running_.find(sample.vm.uuid);
  if (found == running_.end() || sample.processed.count == 0) return;
  auto& neighbour = found->second;
  // What is adopted was set up by somebody else, some time ago.
  if (neighbour.phase == Phase::setting_up && neighbour.kind == model::MoveKind::migrate)
    set_up_ = std::min(now - neighbour.began, patience());
  neighbour.phase = Phase::copying;
  neighbour.remaining = sample.remaining;
  if (sample.rate && sample.rate->bytes_per_second > 0) neighbour.rate = sample.rate;
}

void StartPolicy::ended(const VmUuid& vm) { running_.erase(vm); }

bool StartPolicy::has_room(const model::Move& move, Time now) const {
  return is_free(move.from, &Neighbour::from, now) && is_free(move.to, &Neighbour::to, now);
}

bool StartPolicy::occupies(const Neighbour& neighbour, Time now) const {
  switch (neighbour.phase) {
    case Phase::setting_up: return now - neighbour.began < patience();
    case Phase::copying: break;
  }
  if (!neighbour.rate) return true;
  return static_cast<double>(neighbour.remaining.count) / neighbour.rate->bytes_per_second >
         Seconds(set_up_).count();
}

bool StartPolicy::is_free(const NodeName& node, NodeName Neighbour::*end, Time now) const {
  double used = 0;
  bool occupied = false, all_told = true;
  for (const auto& [vm, neighbour] : running_) {
    if (neighbour.*end != node || !occupies(neighbour, now)) continue;
    occupied = true;
    all_told = all_told && neighbour.rate;
    if (neighbour.rate) used += neighbour.rate->bytes_per_second;
  }
  if (!occupied) return true;
  const auto link = links_.find(node);
  return link != links_.end() && all_told && 2 * used < link->second.bytes_per_second;
}

}  // namespace haxen::executor
