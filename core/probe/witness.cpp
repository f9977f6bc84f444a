// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how gaps are laid beside a move's phases.
#include "probe/witness.hpp"

#include <algorithm>

namespace haxen::probe {

namespace {

using model::Phase;

Phase phase_at(Instant at, const MoveTimes& times) {
  if (at < times.began) return Phase::before;
  if (times.ended && at >= *times.ended) return Phase::after;
  return times.switched && at >= *times.switched ? Phase::switching : Phase::copying;
}

Instant instant(const model::ProbeReport& report, Seconds offset) {
  return report.began_at + std::chrono::round<Span>(offset);
}

model::WitnessedGap laid_beside(const model::ProbeReport& report, const model::Gap& gap,
                                const MoveTimes& times) {
  return {report.began + std::chrono::round<Milliseconds>(gap.began), gap,
          phase_at(instant(report, gap.began), times),
          phase_at(instant(report, gap.began + gap.length), times)};
}

bool touches(const model::ProbeReport& report, const model::Gap& gap, const MoveTimes& times) {
  const auto ends = instant(report, gap.began + gap.length);
  return ends >= times.began && (!times.ended || instant(report, gap.began) <= *times.ended + aftermath);
}

}  // namespace

model::Witness witness_of(const model::ProbeReport& report, std::size_t target, const MoveTimes& times) {
  const auto& figures = report.targets.at(target);
  model::Witness witness;
  witness.target = figures.target;
  witness.sent = figures.sent;
  witness.answered = figures.answered;
  witness.listed_from = report.listed_from;
  witness.latencies = figures.latencies;
  witness.own_delay = report.own_delay;
  for (const auto& gap : figures.gaps) {
    witness.gaps.push_back(laid_beside(report, gap, times));
    if (touches(report, gap, times))
      witness.outage = std::max(witness.outage.value_or(gap.length), gap.length);
  }
  return witness;
}

}  // namespace haxen::probe
