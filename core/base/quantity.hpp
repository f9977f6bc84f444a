// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to read a number with a unit.
#pragma once

#include <span>
#include <string_view>

#include "base/result.hpp"

namespace haxen::quantity {

struct Unit {
  std::string_view name;
  double factor;
};

/// Reads a decimal number (digits and at most one point; no sign, no exponent), optional blanks and one of the units.
/// The fault names the text and lists the units.
Result<double> parse(std::string_view text, std::span<const Unit> units);

}  // namespace haxen::quantity
