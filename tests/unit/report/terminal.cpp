// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a terminal makes of the bytes that it is sent: enough of one to see what a person would see.
#include "report/terminal.hpp"

#include <doctest/doctest.h>

#include "report/utf8.hpp"

void Terminal::put(const std::string& character, std::size_t width) {
  if (width == 0) return;
  if (column_ + width > columns_) {
    rows_[row_].wrapped = true;
    ++row_;
    column_ = 0;
    if (row_ == rows_.size()) rows_.emplace_back();
  }
  auto& cells = rows_[row_].cells;
  if (cells.size() < column_ + width) cells.resize(column_ + width, " ");
  cells[column_] = character;
  if (width == 2) cells[column_ + 1].clear();
  column_ += width;
}

/// Carries out the control sequence at this place; returns where it ends.
std::size_t Terminal::obey(const std::string& bytes, std::size_t at) {
  const auto end = bytes.find_first_not_of("0123456789;", at + 2);
  REQUIRE(bytes[at + 1] == '[');
  const auto number = bytes.substr(at + 2, end - at - 2);
  switch (bytes[end]) {
    case 'm': break;
    case 'A': row_ -= std::min<std::size_t>(row_, number.empty() ? 1 : std::stoul(number)); break;
    case 'J':
      rows_.resize(row_ + 1);
      rows_[row_].cells.resize(std::min(rows_[row_].cells.size(), column_));
      rows_[row_].wrapped = false;
      break;
    default: FAIL("a sequence that this terminal does not know: " << bytes[end]);
  }
  return end + 1;
}

void Terminal::write(const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes[at] == '\x1b') {
      at = obey(bytes, at);
    } else if (bytes[at] == '\r') {
      column_ = 0;
      ++at;
    } else if (bytes[at] == '\n') {
      ++row_;
      column_ = 0;
      if (row_ == rows_.size()) rows_.emplace_back();
      ++at;
    } else {
      const auto length = haxen::report::front(std::string_view(bytes).substr(at)).bytes;
      const auto character = bytes.substr(at, length);
      put(character, haxen::report::width(character));
      at += length;
    }
  }
}

void Terminal::resize(std::size_t columns) {
  const auto old = std::move(rows_);
  const auto cursor = row_;
  rows_ = std::vector<Row>(1);
  row_ = column_ = 0;
  columns_ = columns;
  std::size_t at_row = 0, at_column = 0;
  for (std::size_t i = 0; i < old.size(); ++i) {
    for (const auto& cell : old[i].cells)
      if (!cell.empty()) put(cell, haxen::report::width(cell));
    if (i == cursor) {
      at_row = row_;
      at_column = column_;
    }
    if (!old[i].wrapped && i + 1 < old.size()) write("\n");
  }
  row_ = at_row;
  column_ = at_column;
}

std::string Terminal::screen() const {
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (const auto& cell : row.cells) line += cell;
    const auto end = line.find_last_not_of(' ');
    text += (end == std::string::npos ? std::string() : line.substr(0, end + 1)) + '\n';
  }
  return text;
}
