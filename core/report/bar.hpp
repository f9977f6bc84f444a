// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to draw how much of something is taken.
#pragma once

#include <cstddef>
#include <string>

#include "report/style.hpp"

namespace haxen::report {

/// "[██████░░░░]", `columns` wide with its brackets (at least 3). The fraction is taken into 0..1; a bar is
/// full only at 1 and empty only at 0.
std::string bar(double fraction, std::size_t columns, Glyphs glyphs);

/// The same with a second part: what is used, what is promised beyond that, and what is free. Both count from
/// zero.
std::string bar(double used, double promised, std::size_t columns, Glyphs glyphs);

}  // namespace haxen::report
