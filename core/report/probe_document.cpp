// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the document of what probing has found.
#include <algorithm>

#include "document/time.hpp"
#include "report/parts.hpp"
#include "report/probe.hpp"
#include "report/witness_part.hpp"

namespace haxen::report {

namespace {

Json stream_part(const std::optional<model::StreamFigures>& stream) {
  if (!stream) return nullptr;
  return {{"retransmissions", stream->retransmissions},
          {"breaks", stream->breaks},
          {"stall_seconds", stream->stall.count()}};
}

Json target_part(const model::ProbeFigures& figures, model::Moment began) {
  auto gaps = Json::array();
  for (const auto& gap : figures.gaps) gaps.push_back(gap_part(gap, began));
  return {{"target", figures.target},
          {"kind", model::scheme(figures.kind)},
          {"address", figures.address},
          {"sent", figures.sent},
          {"answered", figures.answered},
          {"lost", model::lost(figures)},
          {"unsent", figures.unsent},
          {"reordered", figures.reordered ? Json(*figures.reordered) : Json()},
          {"duplicated", figures.duplicated},
          {"refused", figures.refused},
          {"longest_gap", figures.longest ? gap_part(*figures.longest, began) : Json()},
          {"gap_count", figures.gap_count},
          {"gaps", std::move(gaps)},
          {"latency", spread_part(figures.latency)},
          {"latency_before", spread_part(figures.latencies.before)},
          {"latency_during", spread_part(figures.latencies.during)},
          {"latency_after", spread_part(figures.latencies.after)},
          {"stream", stream_part(figures.stream)},
          {"trouble", or_null(figures.trouble)}};
}

}  // namespace

std::string probe_document(const model::ProbeReport& found, std::optional<Milliseconds> most, Form form) {
  auto targets = Json::array();
  for (const auto& figures : found.targets) targets.push_back(target_part(figures, found.began));
  const Json json = {{"schema", "haxen/probe/1"},
                     {"began", document::rfc3339(found.began)},
                     {"seconds", found.lasted.count()},
                     {"interrupted", found.interrupted},
                     {"interval_seconds", Seconds(found.interval).count()},
                     {"listed_from_seconds", Seconds(found.listed_from).count()},
                     {"max_gap_seconds", or_null(most)},
                     {"own_delay", spread_part(found.own_delay)},
                     {"targets", std::move(targets)}};
  return laid_out(json, form);
}

}  // namespace haxen::report
