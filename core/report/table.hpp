// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to lay out a table on a screen of a given width.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "report/style.hpp"

namespace haxen::report {

enum class Align { left, right };

/// What a column does when there is not enough room.
enum class Squeeze {
  never,
  middle,  ///< an ellipsis where it hides the least: for names
  end,     ///< an ellipsis at the end
  below,   ///< where a cell does not fit, it becomes a note behind its header; for the last column only
};

struct Column {
  std::string header{};
  Align align = Align::left;
  Squeeze squeeze = Squeeze::never;
  std::size_t least = 8;  ///< columns below which it is not squeezed
  unsigned rank = 0;  ///< 0 stays always; of the others the highest goes first when there is not enough room
};

struct Cell {
  std::string text;
  Tone tone = Tone::plain;
};

/// One row, and what is to be said below it, indented.
struct Row {
  std::vector<Cell> cells;  ///< missing ones at the end are empty
  std::vector<Cell> notes;  ///< wrapped at the screen's width
};

struct Table {
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::size_t indent = 0;
};

/// The table with a header where any column has one. Two blanks between columns, none at the end of a line, a
/// newline at the end of each. Cells are made printable. Wider than the screen only where nothing more can go
/// or shrink.
std::string render(const Table& table, const Style& style);

/// Text wrapped at the screen's width, each line indented, in one tone.
std::string paragraph(const Cell& text, std::size_t indent, const Style& style);

/// Parts with the style's separator between them; a line ends between two parts only, as long as they fit.
std::string flow(const std::vector<std::string>& parts, Tone tone, const Style& style);

}  // namespace haxen::report
