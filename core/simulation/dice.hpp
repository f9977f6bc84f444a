// SPDX-License-Identifier: GPL-2.0-or-later
// Knows chance: the same throws for the same seed, on every machine.
#pragma once

#include <chrono>
#include <cstdint>

namespace haxen::simulation {

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

  /// 0 <= share < 1.
  double share() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

  /// 0 <= number < count; count is above zero.
  std::uint64_t below(std::uint64_t count) { return next() % count; }

  /// `length`, up to `by` of it more or less.
  template <class Length>
  Length about(Length length, double by) {
    const double factor = 1 + by * (2 * share() - 1);
    return std::chrono::duration_cast<Length>(std::chrono::duration<double>(length) * factor);
  }

 private:
  std::uint64_t state_;
};

}  // namespace haxen::simulation
