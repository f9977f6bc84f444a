// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a migration will go, from what its VM does with its memory and how fast its link is known to be.
#include "migration/forecast.hpp"

#include <algorithm>

namespace haxen::migration {

namespace {

// Rates waver; where they are as close as this, no round gets ahead of the one before.
constexpr double hopeless = 0.9;

// How much of the memory was found written in the second of measuring, from which on there may have been
// more.
constexpr double saturated = 0.9;

// A page that was written twice is counted once: of who has written nearly all of it nobody knows how often.
bool is_beyond_measure(const Load& load) {
  return load.dirty_rate->bytes_per_second >= saturated * static_cast<double>(load.memory.count);
}

double seconds(Bytes bytes, Bandwidth rate) {
  return static_cast<double>(bytes.count) / rate.bytes_per_second;
}

}  // namespace

Forecast foresee(const Load& load, const Pace& pace, const Bounds& bounds) {
  const double first = seconds(load.memory, pace.rate);
  const double disks = seconds(load.storage, pace.rate);
  if (!load.dirty_rate) return {pace.overhead + Seconds(disks + first), {}, {}, {}};
  const double measured = load.dirty_rate->bytes_per_second / pace.rate.bytes_per_second;
  const double share = is_beyond_measure(load) ? std::max(measured, 1.0) : measured;
  const auto highest = Seconds(ceiling(bounds)).count();
  const auto handover = Seconds(bounds.handover);
  if (share >= hopeless && first > highest)
    return {pace.overhead + Seconds(disks + first), {}, {}, Seconds(first) + handover};
  const auto limit = Seconds(first_limit(bounds)).count();
  double sent = first;
  double left = first * std::min(share, 1.0);
  unsigned rounds = 1;
  // A dirty rate above the bandwidth leaves as much after each round: it is sent at the highest limit.
  while (left > (share >= hopeless ? highest : limit)) {
    sent += left;
    left *= share;
    ++rounds;
  }
  return {pace.overhead + Seconds(disks + sent + left), rounds, Seconds(left) + handover, {}};
}

}  // namespace haxen::migration
