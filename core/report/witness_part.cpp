// SPDX-License-Identifier: GPL-2.0-or-later
// Knows gaps, latencies and outages as JSON.
#include "report/witness_part.hpp"

#include "document/time.hpp"

namespace haxen::report {

namespace {

std::string_view word(model::Phase phase) {
  switch (phase) {
    case model::Phase::before: return "before";
    case model::Phase::copying: return "copying";
    case model::Phase::switching: return "switching";
    case model::Phase::after: return "after";
  }
  return {};
}

Json part(const model::WitnessedGap& gap) {
  return {{"began", document::rfc3339(gap.began)},
          {"seconds", gap.gap.length.count()},
          {"ended", gap.gap.ended},
          {"own_delay_seconds", gap.gap.own_delay.count()},
          {"from_phase", word(gap.from)},
          {"to_phase", word(gap.to)}};
}

}  // namespace

Json gap_part(const model::Gap& gap, model::Moment began) {
  return {{"began", document::rfc3339(began + std::chrono::round<Milliseconds>(gap.began))},
          {"offset_seconds", gap.began.count()},
          {"seconds", gap.length.count()},
          {"ended", gap.ended},
          {"own_delay_seconds", gap.own_delay.count()}};
}

Json spread_part(const std::optional<model::Spread>& spread) {
  if (!spread) return nullptr;
  return {{"p50_seconds", spread->p50.count()},
          {"p99_seconds", spread->p99.count()},
          {"most_seconds", spread->most.count()}};
}

Json witness_part(const std::optional<model::Witness>& witness) {
  if (!witness) return nullptr;
  auto gaps = Json::array();
  for (const auto& gap : witness->gaps) gaps.push_back(part(gap));
  return {{"target", witness->target},
          {"sent", witness->sent},
          {"answered", witness->answered},
          {"outage_seconds", or_null(witness->outage)},
          {"listed_from_seconds", Seconds(witness->listed_from).count()},
          {"gaps", std::move(gaps)},
          {"latency_before", spread_part(witness->latencies.before)},
          {"latency_during", spread_part(witness->latencies.during)},
          {"latency_after", spread_part(witness->latencies.after)},
          {"own_delay", spread_part(witness->own_delay)}};
}

Json distribution_part(const std::optional<Distribution>& found) {
  if (!found) return nullptr;
  return {{"count", found->count},
          {"p50_seconds", found->p50.count()},
          {"p90_seconds", found->p90.count()},
          {"p99_seconds", found->p99.count()},
          {"most_seconds", found->most.count()}};
}

}  // namespace haxen::report
