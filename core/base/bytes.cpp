// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how amounts of data are written and read.
#include "base/bytes.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/quantity.hpp"

namespace haxen {

namespace {

using Unit = quantity::Unit;

constexpr std::array byte_units = {
    Unit{"", 1},          Unit{"B", 1},          Unit{"KiB", 0x1p10}, Unit{"MiB", 0x1p20}, Unit{"GiB", 0x1p30},
    Unit{"TiB", 0x1p40},  Unit{"kB", 1e3},       Unit{"KB", 1e3},     Unit{"MB", 1e6},     Unit{"GB", 1e9},
    Unit{"TB", 1e12},     Unit{"K", 0x1p10},     Unit{"M", 0x1p20},   Unit{"G", 0x1p30},   Unit{"T", 0x1p40},
};

constexpr std::array rate_units = {
    Unit{"bit/s", 1.0 / 8}, Unit{"kbit/s", 1e3 / 8}, Unit{"Mbit/s", 1e6 / 8}, Unit{"Gbit/s", 1e9 / 8},
    Unit{"B/s", 1},         Unit{"KiB/s", 0x1p10},   Unit{"MiB/s", 0x1p20},   Unit{"GiB/s", 0x1p30},
    Unit{"kB/s", 1e3},      Unit{"MB/s", 1e6},       Unit{"GB/s", 1e9},
};

constexpr double largest = 0x1p63;

// Up to three decimals less the trailing zeros: "1.5", "128".
std::string short_number(double value) {
  const int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  auto text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

}  // namespace

Result<Bytes> parse_bytes(std::string_view text) {
  const auto value = quantity::parse(text, byte_units);
  if (!value) return tl::unexpected(value.error());
  if (*value >= largest) return fault(FaultKind::usage, fmt::format("'{}' is too large", text));
  return Bytes{static_cast<std::uint64_t>(std::llround(*value))};
}

Result<Bandwidth> parse_bandwidth(std::string_view text) {
  const auto value = quantity::parse(text, rate_units);
  if (!value) return tl::unexpected(value.error());
  if (*value <= 0) return fault(FaultKind::usage, fmt::format("'{}' must be above zero", text));
  return Bandwidth{*value};
}

std::string to_string(Bytes amount) {
  constexpr std::array units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  auto value = static_cast<double>(amount.count);
  std::size_t unit = 0;
  // 1023.5 and not 1024: what would be printed as "1024 MiB" is a GiB.
  while (value >= 1023.5 && unit + 1 < units.size()) {
    value /= 1024;
    ++unit;
  }
  return fmt::format("{} {}", short_number(value), units[unit]);
}

std::string to_string(Bandwidth rate) {
  constexpr std::array units = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
  double value = rate.bytes_per_second * 8;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{} {}", short_number(value), units[unit]);
}

}  // namespace haxen
