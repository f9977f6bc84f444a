// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a status line is told from anything else.
#include "probe/status_line.hpp"

#include <algorithm>

namespace haxen::probe {

namespace {

// 'd' stands for a digit: everything up to the code, which is all that counts.
constexpr std::string_view shape = "HTTP/d.d ddd";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool fits(std::string_view line) {
  const auto length = std::min(line.size(), shape.size());
  for (std::size_t i = 0; i < length; ++i)
    if (shape[i] == 'd' ? !is_digit(line[i]) : line[i] != shape[i]) return false;
  return true;
}

}  // namespace

StatusLine::State StatusLine::take(std::string_view bytes) {
  if (state_ != State::unfinished) return state_;
  // One character more than the shape shows whether the code has ended.
  line_ += bytes.substr(0, shape.size() + 1 - line_.size());
  return state_ = judge();
}

StatusLine::State StatusLine::judge() {
  if (!fits(line_)) return State::foreign;
  if (line_.size() <= shape.size()) return State::unfinished;
  const char end = line_.back();
  const auto digits = line_.substr(shape.size() - 3, 3);
  if ((end != ' ' && end != '\r' && end != '\n') || digits[0] == '0') return State::foreign;
  for (const char digit : digits) code_ = 10 * code_ + (digit - '0');
  return State::complete;
}

}  // namespace haxen::probe
