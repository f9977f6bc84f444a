// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to break and join text.
#include "report/text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "report/utf8.hpp"

namespace haxen::report {

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  columns = std::max<std::size_t>(columns, 2);  // the widest single character
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const auto needed = width(word) + (lines.back().empty() ? 0 : 1);
    if (width(lines.back()) + needed <= columns) {
      if (!lines.back().empty() && !word.empty()) lines.back() += ' ';
      lines.back() += word;
      continue;
    }
    if (!lines.back().empty()) lines.emplace_back();
    auto rest = word;
    while (width(rest) > columns) {
      const auto piece = head(rest, columns);
      lines.back() = piece;
      lines.emplace_back();
      rest.remove_prefix(piece.size());
    }
    lines.back() = rest;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& words) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) result += i + 1 == words.size() ? " and " : ", ";
    result += words[i];
  }
  return result;
}

std::string counted(std::size_t count, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace haxen::report
