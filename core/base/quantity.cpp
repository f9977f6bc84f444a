// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to read a number with a unit.
#include "base/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace haxen::quantity {

namespace {

std::string unit_list(std::span<const Unit> units) {
  std::string list;
  for (const auto& unit : units) {
    if (unit.name.empty()) continue;
    if (!list.empty()) list += ", ";
    list += unit.name;
  }
  return list;
}

}  // namespace

Result<double> parse(std::string_view text, std::span<const Unit> units) {
  const auto digits = std::min(text.find_first_not_of("0123456789."), text.size());
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value, std::chars_format::fixed);
  if (digits == 0 || error != std::errc{} || end != text.data() + digits) {
    return fault(FaultKind::usage, fmt::format("'{}' does not begin with a number", text),
                 "write a number and a unit: " + unit_list(units));
  }
  auto name = text.substr(digits);
  name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
  const auto unit = std::ranges::find(units, name, &Unit::name);
  if (unit == units.end()) {
    return fault(FaultKind::usage,
                 name.empty() ? fmt::format("'{}' has no unit", text) : fmt::format("'{}' is not a known unit", name),
                 "units: " + unit_list(units));
  }
  return value * unit->factor;
}

}  // namespace haxen::quantity
