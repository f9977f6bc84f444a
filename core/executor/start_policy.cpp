// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how busy the links of running moves are, from what their samples tell.
#include "executor/start_policy.hpp"

#include <algorithm>
#include <utility>

namespace haxen::executor {

namespace {

std::optional<Bandwidth> rate_of(Bytes amount, Duration time) {
  if (amount.count == 0 || time <= Duration{}) return std::nullopt;
  return Bandwidth{static_cast<double>(amount.count) / Seconds(time).count()};
}

Seconds time_for(Bytes amount, Bandwidth rate) {
  return Seconds(static_cast<double>(amount.count) / rate.bytes_per_second);
}

}  // namespace

StartPolicy::StartPolicy(const model::Fleet& fleet) {
  for (const auto& node : fleet.nodes)
    if (node.link) links_[node.name] = *node.link;
}

void StartPolicy::began(const model::Move& move, Time now) {
  running_[move.vm] = Neighbour{
      .from = move.from, .to = move.to, .kind = move.kind, .memory = move.memory, .began = now, .heard = now};
}

void StartPolicy::heard(const model::Sampled& sample, Time now) {
  const auto found = running_.find(sample.vm.uuid);
  if (found == running_.end()) return;
  auto& neighbour = found->second;
  const auto before = std::exchange(neighbour.heard, now);
  if (sample.processed.count == 0) return;
  // What is adopted was set up by somebody else, some time ago, and what it has copied since then tells no
  // pace.
  if (neighbour.phase == Phase::setting_up && neighbour.kind == model::MoveKind::migrate) {
    set_up_ = std::min(now - neighbour.began, patience());
    neighbour.copies_since = before;
    // Hypervisors tell no rate in their first moments, and the copy of a small guest has no others.
    neighbour.rate = std::max(rate_of(sample.processed, now - before), pace_of(neighbour.from));
  }
  neighbour.phase = Phase::copying;
  neighbour.remaining = sample.remaining;
  if (sample.rate && sample.rate->bytes_per_second > 0) neighbour.rate = sample.rate;
}

void StartPolicy::arrived(const VmUuid& vm, Time now) {
  const auto found = running_.find(vm);
  if (found == running_.end()) return;
  const auto& neighbour = found->second;
  if (neighbour.phase != Phase::copying || neighbour.kind != model::MoveKind::migrate) return;
  if (const auto pace = rate_of(neighbour.memory, now - neighbour.copies_since))
    pace_[neighbour.from] = *pace;
}

void StartPolicy::ended(const VmUuid& vm) { running_.erase(vm); }

bool StartPolicy::has_room(const model::Move& move, Time now) const {
  return is_free(move.from, &Neighbour::from, now) && is_free(move.to, &Neighbour::to, now);
}

std::optional<Bandwidth> StartPolicy::pace_of(const NodeName& source) const {
  const auto found = pace_.find(source);
  return found == pace_.end() ? std::nullopt : std::optional(found->second);
}

bool StartPolicy::occupies(const Neighbour& neighbour, Time now) const {
  switch (neighbour.phase) {
    case Phase::setting_up: {
      const auto pace = pace_of(neighbour.from);
      const auto age = now - neighbour.began;
      if (age >= patience()) return false;
      return !pace || std::max(set_up_ - age, Duration{}) + time_for(neighbour.memory, *pace) > set_up_;
    }
    case Phase::copying: break;
  }
  return !neighbour.rate || time_for(neighbour.remaining, *neighbour.rate) > set_up_;
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
