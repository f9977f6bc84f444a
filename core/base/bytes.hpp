// SPDX-License-Identifier: GPL-2.0-or-later
// Knows amounts of memory and data, and rates of it.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace haxen {

/// An amount of memory or data, in bytes.
struct Bytes {
  std::uint64_t count = 0;

  friend auto operator<=>(const Bytes&, const Bytes&) = default;
  Bytes& operator+=(Bytes other) { count += other.count; return *this; }
  Bytes& operator-=(Bytes other) { count -= other.count; return *this; }
  friend Bytes operator+(Bytes a, Bytes b) { return {a.count + b.count}; }
  /// Requires a >= b.
  friend Bytes operator-(Bytes a, Bytes b) { return {a.count - b.count}; }
};

constexpr Bytes kib(std::uint64_t n) { return {n << 10}; }
constexpr Bytes mib(std::uint64_t n) { return {n << 20}; }
constexpr Bytes gib(std::uint64_t n) { return {n << 30}; }

/// a - b, or zero where b is larger.
constexpr Bytes less(Bytes a, Bytes b) { return {a.count > b.count ? a.count - b.count : 0}; }

/// A rate of data, in bytes per second.
struct Bandwidth {
  double bytes_per_second = 0;
  friend auto operator<=>(const Bandwidth&, const Bandwidth&) = default;
};

/// Reads "512MiB", "4 GiB", "1.5GB", "4096" (bytes). Refuses negatives, unknown units and what exceeds 2^63.
Result<Bytes> parse_bytes(std::string_view text);

/// Reads "1Gbit/s", "400Mbit/s", "100MiB/s" and the like; must be above zero.
Result<Bandwidth> parse_bandwidth(std::string_view text);

/// At most four significant figures with a binary unit: "128 MiB", "1.5 GiB".
std::string to_string(Bytes amount);

std::string to_string(Bandwidth rate);

}  // namespace haxen
