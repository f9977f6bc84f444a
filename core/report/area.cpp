// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to keep a few lines at the bottom of a terminal up to date.
#include "report/area.hpp"

#include <algorithm>

#include "report/utf8.hpp"

namespace haxen::report {

namespace {

/// The line without the sequences that colour it.
std::string bare(const std::string& line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\x1b')
      text += line[i];
    else
      i = std::min(line.find('m', i), line.size());
  }
  return text;
}

}  // namespace

// Terminals break lines anew when they get narrower: what was one row may be several by now.
std::string Area::erased(std::size_t screen_width) {
  if (widths_.empty()) return {};
  std::size_t rows = 0;
  for (const auto w : widths_)
    rows += w == 0 ? 1 : (w + screen_width - 1) / std::max<std::size_t>(screen_width, 1);
  widths_.clear();
  std::string sequence = "\r";
  if (rows > 1) sequence += "\x1b[" + std::to_string(rows - 1) + "A";
  return sequence + "\x1b[J";
}

std::string Area::drawn(const std::vector<std::string>& lines, std::size_t screen_width) {
  auto sequence = erased(screen_width);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto plain = bare(lines[i]);
    const bool fits = width(plain) < screen_width;
    const auto shown = fits ? lines[i] : std::string(head(plain, screen_width > 0 ? screen_width - 1 : 0));
    widths_.push_back(std::min(width(plain), screen_width > 0 ? screen_width - 1 : 0));
    sequence += (i > 0 ? "\n" : "") + shown;
  }
  return sequence;
}

}  // namespace haxen::report
