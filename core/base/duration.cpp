// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how lengths of time are written and read.
#include "base/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/quantity.hpp"

namespace haxen {

namespace {

using Unit = quantity::Unit;
constexpr std::array units = {Unit{"ms", 1}, Unit{"s", 1e3}, Unit{"m", 60e3}, Unit{"min", 60e3}, Unit{"h", 3600e3},
                              Unit{"d", 86400e3}};

constexpr double longest = 86400e3 * 36500;  // a hundred years of milliseconds

}  // namespace

Result<Milliseconds> parse_duration(std::string_view text) {
  const auto value = quantity::parse(text, units);
  if (!value) return tl::unexpected(value.error());
  if (*value > longest) return fault(FaultKind::usage, fmt::format("'{}' is too long", text));
  return Milliseconds(std::llround(*value));
}

std::string to_string(Seconds length) {
  const double seconds = length.count();
  if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1e3);
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace haxen
