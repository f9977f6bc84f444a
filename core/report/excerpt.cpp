// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how often a running migration is looked at for the record.
#include "report/excerpt.hpp"

#include <variant>

namespace haxen::report {

namespace {

/// The distances grow with the move, so that an endless one does not fill the journal.
bool is_due(const std::optional<Seconds>& kept, const model::Sampled& sample) {
  if (sample.iteration == 0) return false;
  return !kept || sample.elapsed >= *kept * 1.25 + Seconds(2);
}

}  // namespace

std::vector<model::Event> Excerpt::take(const model::Event& event) {
  if (const auto* sample = std::get_if<model::Sampled>(&event.what)) {
    auto& watch = watches_[sample->vm.uuid];
    if (!is_due(watch.kept, *sample)) {
      if (sample->iteration > 0) watch.latest = event;
      return {};
    }
    watch = {sample->elapsed, std::nullopt};
    return {event};
  }
  std::vector<model::Event> kept;
  if (const auto* end = std::get_if<model::MoveEnded>(&event.what)) {
    const auto watch = watches_.find(end->vm.uuid);
    if (watch != watches_.end() && watch->second.latest) kept.push_back(*watch->second.latest);
    if (watch != watches_.end()) watches_.erase(watch);
  }
  kept.push_back(event);
  return kept;
}

}  // namespace haxen::report
