// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to draw how much of something is taken.
#include "report/bar.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace haxen::report {

namespace {

struct Pieces {
  std::string_view used, promised, free;
};

Pieces pieces(Glyphs glyphs) {
  return glyphs == Glyphs::unicode ? Pieces{"█", "▒", "░"} : Pieces{"#", "+", "."};
}

// Rounded, but a little is never nothing and nearly all is never all.
std::size_t filled(double fraction, std::size_t cells) {
  if (!(fraction > 0)) return 0;
  if (fraction >= 1) return cells;
  const auto rounded = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(cells)));
  return cells < 2 ? rounded : std::clamp<std::size_t>(rounded, 1, cells - 1);
}

void append(std::string& text, std::string_view piece, std::size_t times) {
  while (times-- > 0) text += piece;
}

}  // namespace

std::string bar(double fraction, std::size_t columns, Glyphs glyphs) {
  return bar(fraction, 0, columns, glyphs);
}

std::string bar(double used, double promised, std::size_t columns, Glyphs glyphs) {
  const auto cells = columns > 3 ? columns - 2 : 1;
  const auto first = filled(used, cells);
  const auto both = std::max(first, filled(promised, cells));
  const auto drawn = pieces(glyphs);
  std::string text = "[";
  append(text, drawn.used, first);
  append(text, drawn.promised, both - first);
  append(text, drawn.free, cells - both);
  return text + "]";
}

}  // namespace haxen::report
