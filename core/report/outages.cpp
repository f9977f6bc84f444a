// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the arithmetic of outages.
#include "report/outages.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace haxen::report {

namespace {

using Sorted = std::vector<std::pair<Seconds, VmUuid>>;

Seconds nearest_rank(const Sorted& known, double share) {
  const auto rank = std::ceil(share * static_cast<double>(known.size()));
  return known[static_cast<std::size_t>(std::max(rank, 1.0)) - 1].first;
}

Seconds median(const Sorted& known) {
  const auto half = known.size() / 2;
  return known.size() % 2 == 1 ? known[half].first : (known[half - 1].first + known[half].first) / 2;
}

std::optional<Distribution> distribution(Sorted known) {
  if (known.empty()) return std::nullopt;
  std::ranges::sort(known);
  return Distribution{
      known.size(),       median(known),      nearest_rank(known, 0.90), nearest_rank(known, 0.99),
      known.back().first, known.back().second};
}

}  // namespace

std::optional<Distribution> told_outages(const model::Outcome& outcome) {
  Sorted known;
  for (const auto& end : outcome.moves)
    if (end.outage) known.emplace_back(*end.outage, end.move.vm);
  return distribution(std::move(known));
}

std::optional<Distribution> seen_outages(const model::Outcome& outcome) {
  Sorted known;
  for (const auto& end : outcome.moves)
    if (end.witness) known.emplace_back(end.witness->outage.value_or(Seconds(0)), end.move.vm);
  return distribution(std::move(known));
}

bool is_over(Milliseconds budget, const model::MoveOutcome& move) {
  return (move.outage && *move.outage > budget) ||
         (move.witness && move.witness->outage && *move.witness->outage > budget);
}

std::size_t over_budget(const Undertaking& of, const model::Fleet& fleet, const model::Outcome& outcome) {
  const auto missed = [&](const model::MoveOutcome& end) {
    const auto* vm = model::find_vm(fleet, end.move.vm);
    return vm != nullptr && is_over(budget(of, *vm), end);
  };
  return static_cast<std::size_t>(std::ranges::count_if(outcome.moves, missed));
}

}  // namespace haxen::report
