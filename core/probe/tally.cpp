// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how answers are matched with probes.
#include "probe/tally.hpp"

#include <algorithm>

namespace haxen::probe {

void Tally::sent(std::uint64_t sequence, Instant at, Span late) {
  gaps_.delayed(late);
  ++figures_.sent;
  ++open_;
  probes_.push_back({sequence, at, State::open});
  if (probes_.size() <= window_) return;
  if (probes_.front().state == State::open) --open_;
  probes_.pop_front();
}

void Tally::unsent(Span late) {
  gaps_.delayed(late);
  ++figures_.unsent;
}

Tally::Match Tally::answered(std::uint64_t sequence, Instant at) {
  auto* probe = find(sequence);
  if (probe == nullptr) return Match::unknown;
  if (probe->state == State::answered) {
    ++figures_.duplicated;
    return Match::duplicate;
  }
  if (probe->state == State::open) --open_;
  probe->state = State::answered;
  at = std::max(at, probe->at);
  ++figures_.answered;
  // RFC 4737: late is what comes behind a later one.
  if (highest_ && sequence < *highest_) ++reordered_;
  highest_ = std::max(highest_.value_or(sequence), sequence);
  stall_ = std::max<Span>(stall_, at - std::max(gaps_.last(), probe->at));
  const auto longest = gaps_.longest();
  gaps_.answer(probe->at, at);
  if (gaps_.longest() != longest && !period_) all_before();
  count_latency(probe->at, at);
  return Match::answered;
}

// A longer gap has come: what there was until now was before it.
void Tally::all_before() {
  auto& [before, during, after] = latency_;
  before.add(during);
  before.add(after);
  during = after = Histogram{};
}

void Tally::count_latency(Instant sent, Instant at) {
  auto period = period_;
  if (!period) period = gaps_.against_longest(sent);
  latency_[static_cast<std::size_t>(*period)].add(at - sent);
}

void Tally::refused(std::uint64_t sequence) {
  ++figures_.refused;
  give_up(sequence);
}

void Tally::forgotten(std::uint64_t sequence) { give_up(sequence); }

model::ProbeFigures Tally::figures(Instant ended) const {
  auto figures = figures_;
  auto gaps = gaps_;
  gaps.end(ended);
  figures.reordered = reordered_;
  figures.longest = gaps.longest();
  figures.gaps = gaps.listed();
  figures.gap_count = gaps.count();
  auto latency = latency_[0];
  for (std::size_t i = 1; i < period_count; ++i) latency.add(latency_[i]);
  figures.latency = latency.spread();
  figures.latencies = {latency_[0].spread(), latency_[1].spread(), latency_[2].spread()};
  return figures;
}

Span Tally::stall(Instant until) const {
  const auto oldest = std::ranges::find(probes_, State::open, &Probe::state);
  if (oldest == probes_.end()) return stall_;
  return std::max<Span>(stall_, until - std::max(gaps_.last(), oldest->at));
}

Tally::Probe* Tally::find(std::uint64_t sequence) {
  const auto found = std::ranges::lower_bound(probes_, sequence, {}, &Probe::sequence);
  return found != probes_.end() && found->sequence == sequence ? &*found : nullptr;
}

void Tally::give_up(std::uint64_t sequence) {
  auto* probe = find(sequence);
  if (probe == nullptr || probe->state != State::open) return;
  probe->state = State::given_up;
  --open_;
}

}  // namespace haxen::probe
