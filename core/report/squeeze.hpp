// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to shorten names so that they can still be told apart.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/style.hpp"

namespace haxen::report {

/// Text of at most `columns`; what had to go is marked by an ellipsis in its middle or at its end.
std::string squeezed_middle(std::string_view text, std::size_t columns, Glyphs glyphs);
std::string squeezed_end(std::string_view text, std::size_t columns, Glyphs glyphs);

/// The names in their order, each of at most `columns`: squeezed in the middle, or where that would make
/// different names look the same, around the stretch in which they differ.
std::vector<std::string> squeezed_apart(const std::vector<std::string>& names, std::size_t columns,
                                        Glyphs glyphs);

}  // namespace haxen::report
