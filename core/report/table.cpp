// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to lay out a table on a screen of a given width.
#include "report/table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "report/layout.hpp"
#include "report/squeeze.hpp"
#include "report/text.hpp"
#include "report/utf8.hpp"

namespace haxen::report {

namespace {

Table made_printable(Table table, Glyphs glyphs) {
  for (auto& column : table.columns) column.header = printable(column.header, glyphs);
  for (auto& row : table.rows) {
    for (auto& cell : row.cells) cell.text = printable(cell.text, glyphs);
    for (auto& note : row.notes) note.text = printable(note.text, glyphs);
  }
  return table;
}

std::vector<std::string> texts_of(const Table& table, std::size_t column) {
  std::vector<std::string> texts;
  for (const auto& row : table.rows) texts.push_back(cell_at(row, column).text);
  return texts;
}

void squeeze_names(Table& table, std::size_t column, std::size_t columns, Glyphs glyphs) {
  const auto squeezed = squeezed_apart(texts_of(table, column), columns, glyphs);
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    if (column < table.rows[i].cells.size()) table.rows[i].cells[column].text = squeezed[i];
}

void squeeze_ends(Table& table, std::size_t column, std::size_t columns, Glyphs glyphs) {
  for (auto& row : table.rows)
    if (column < row.cells.size())
      row.cells[column].text = squeezed_end(row.cells[column].text, columns, glyphs);
}

/// What does not fit becomes the first note.
void move_below(Table& table, std::size_t column, std::size_t room) {
  for (auto& row : table.rows) {
    if (width(cell_at(row, column).text) <= room) continue;
    auto& cell = row.cells[column];
    row.notes.insert(row.notes.begin(), {table.columns[column].header + ": " + cell.text, cell.tone});
    cell.text.clear();
  }
}

/// The table with every cell as wide as its column at most; what is in the last column may take what is left.
Table squeezed(Table table, const Widths& widths, const Style& style) {
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (!widths[i]) continue;
    switch (table.columns[i].squeeze) {
      case Squeeze::never: break;
      case Squeeze::middle: squeeze_names(table, i, *widths[i], style.glyphs); break;
      case Squeeze::end: squeeze_ends(table, i, *widths[i], style.glyphs); break;
      case Squeeze::below: {
        const auto before = total(widths, table.indent) - *widths[i];
        move_below(table, i, style.width > before ? style.width - before : 0);
        break;
      }
    }
  }
  return table;
}

/// Puts pieces side by side; blanks are written only in front of something.
class Line {
 public:
  explicit Line(std::size_t indent) : pending_(indent) {}

  void blanks(std::size_t count) { pending_ += count; }
  void put(const std::string& text, Tone tone, Colour colour) {
    if (text.empty()) return;
    text_.append(pending_, ' ');
    pending_ = 0;
    text_ += painted(text, tone, colour);
  }
  std::string ended() const { return text_ + '\n'; }

 private:
  std::string text_;
  std::size_t pending_;
};

std::string render_line(const Table& table, const std::vector<Cell>& cells, const Widths& widths,
                        Colour colour) {
  Line line(table.indent);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (!widths[i]) continue;
    const auto used = width(cells[i].text);
    const auto blank = *widths[i] > used ? *widths[i] - used : 0;
    if (table.columns[i].align == Align::right) line.blanks(blank);
    line.put(cells[i].text, cells[i].tone, colour);
    line.blanks(column_gap);
    if (table.columns[i].align == Align::left) line.blanks(blank);
  }
  return line.ended();
}

std::string header(const Table& table, const Widths& widths, const Style& style) {
  std::vector<Cell> cells;
  for (const auto& column : table.columns) cells.push_back({column.header});
  if (std::ranges::all_of(cells, [](const Cell& cell) { return cell.text.empty(); })) return {};
  return render_line(table, cells, widths, style.colour);
}

}  // namespace

std::string render(const Table& wanted, const Style& style) {
  auto table = made_printable(wanted, style.glyphs);
  const auto widths = fitted(table, style.width);
  table = squeezed(std::move(table), widths, style);
  auto screen = header(table, widths, style);
  for (const auto& row : table.rows) {
    auto cells = row.cells;
    cells.resize(table.columns.size());
    screen += render_line(table, cells, widths, style.colour);
    for (const auto& note : row.notes) screen += paragraph(note, table.indent + 2, style);
  }
  return screen;
}

std::string paragraph(const Cell& text, std::size_t indent, const Style& style) {
  std::string result;
  const auto room = style.width > indent + 20 ? style.width - indent : 20;
  for (const auto& words : wrapped(printable(text.text, style.glyphs), room)) {
    Line line(indent);
    line.put(words, text.tone, style.colour);
    result += line.ended();
  }
  return result;
}

std::string flow(const std::vector<std::string>& parts, Tone tone, const Style& style) {
  const auto between = separator(style.glyphs);
  const auto at_end = between.substr(0, between.find_last_not_of(' ') + 1);
  std::string screen, line;
  for (const auto& part : parts) {
    const bool fits = width(line) + width(between) + width(part) + width(at_end) <= style.width;
    if (line.empty() || fits) {
      line += line.empty() ? part : fmt::format("{}{}", between, part);
      continue;
    }
    screen += paragraph({fmt::format("{}{}", line, at_end), tone}, 0, style);
    line = part;
  }
  return screen + paragraph({line, tone}, 0, style);
}

}  // namespace haxen::report
