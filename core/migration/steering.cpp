// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a downtime limit climbs.
#include "migration/steering.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace haxen::migration {

namespace {

// A round that leaves at least this share of the lowest remainder so far made no progress worth waiting for.
constexpr double progress = 0.9;

// Rates waver: a limit set to exactly what the last round needed is missed by the next one every other time.
constexpr double margin = 1.2;

}  // namespace

Milliseconds ceiling(const Bounds& bounds) {
  return std::max(std::min(bounds.start, bounds.budget), bounds.budget - bounds.handover);
}

Milliseconds first_limit(const Bounds& bounds) {
  return std::max(Milliseconds(1), std::min(bounds.start, ceiling(bounds)));
}

Decision Steering::observe(const model::JobSample& sample) {
  // The first pass sends everything; only from the end of it does the remainder say something.
  if (sample.finished || sample.iteration <= 1) return KeepGoing{};
  if (!first_pass_) first_pass_ = sample.elapsed;
  if (sample.elapsed > time_allowed(sample)) {
    return despair(fmt::format("it is still not done after {}", to_string(sample.elapsed)));
  }
  if (sample.iteration <= iteration_) return KeepGoing{};
  iteration_ = sample.iteration;
  const auto before = low_water_;
  if (!before || sample.remaining < *before) low_water_ = sample.remaining;
  const auto enough = progress * static_cast<double>(before.value_or(Bytes{UINT64_MAX}).count);
  if (static_cast<double>(sample.remaining.count) < enough) return KeepGoing{};
  return stalled(sample);
}

Seconds Steering::time_allowed(const model::JobSample& sample) const {
  const auto by_size =
      Seconds(60) + bounds_.time_per_gib * (static_cast<double>(sample.total.count) / (1U << 30U));
  return std::max(by_size, 3 * first_pass_.value_or(Seconds(0)));
}

Decision Steering::stalled(const model::JobSample& sample) {
  const auto highest = ceiling(bounds_);
  const auto need = needed(sample);
  if (limit_ >= highest) {
    const bool slowed = bounds_.may_throttle && sample.throttle > std::exchange(throttle_, sample.throttle);
    if (slowed) stalls_at_ceiling_ = 0;
    if (slowed || ++stalls_at_ceiling_ < bounds_.patience) return KeepGoing{};
    const auto wants = need ? fmt::format("its memory changes so fast that it would need a pause of about {}",
                                          to_string(Seconds(*need + bounds_.handover)))
                            : std::string("its memory changes faster than it can be copied");
    return despair(
        fmt::format("{}, beyond its outage budget of {}", wants, to_string(Seconds(bounds_.budget))));
  }
  const auto wanted = need && *need <= highest ? *need : limit_ * 2;
  limit_ = std::clamp(wanted, limit_ + Milliseconds(1), highest);
  return RaiseDowntime{limit_, fmt::format("iteration {} left {}, no less than before", sample.iteration,
                                           to_string(sample.remaining))};
}

Decision Steering::despair(std::string why) const {
  if (bounds_.may_postcopy) return GoPostCopy{std::move(why)};
  return GiveUp{std::move(why)};
}

std::optional<Milliseconds> Steering::needed(const model::JobSample& sample) const {
  if (!sample.rate || sample.rate->bytes_per_second <= 0) return sample.expected_downtime;
  const double seconds = static_cast<double>(sample.remaining.count) / sample.rate->bytes_per_second;
  return Milliseconds(std::llround(std::min(seconds * margin, 3600.0) * 1e3));
}

}  // namespace haxen::migration
