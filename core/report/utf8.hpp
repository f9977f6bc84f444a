// SPDX-License-Identifier: GPL-2.0-or-later
// Knows characters: where one ends in UTF-8, and how many columns of a terminal it takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "report/style.hpp"

namespace haxen::report {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;  ///< that it takes in the text
  bool valid = false;
};

/// The character at the front of a text that is not empty. Overlong forms, surrogates and what lies beyond
/// U+10FFFF are one invalid byte each.
Character front(std::string_view text);

/// Terminal columns that the text takes: 0 for combining characters, 2 for wide East Asian ones and emoji.
/// For text that went through `printable`.
std::size_t width(std::string_view text);

/// The same text without anything that a terminal would obey: control characters become '?', bytes that are
/// no UTF-8 U+FFFD ('?' in ASCII). In ASCII every character beyond it becomes '?' too.
std::string printable(std::string_view text, Glyphs glyphs);

/// The longest beginning and the longest end that take at most `columns`.
std::string_view head(std::string_view text, std::size_t columns);
std::string_view tail(std::string_view text, std::size_t columns);

}  // namespace haxen::report
