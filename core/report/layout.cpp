// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how wide each column of a table may be on a screen.
#include "report/layout.hpp"

#include <algorithm>

#include "report/utf8.hpp"

namespace haxen::report {

namespace {

/// What each column would like; none for a column in which there is nothing to see.
Widths natural_widths(const Table& table) {
  Widths widths;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t most = 0;
    for (const auto& row : table.rows) most = std::max(most, width(cell_at(row, i).text));
    const auto header = width(table.columns[i].header);
    const auto wanted = table.columns[i].squeeze == Squeeze::below ? header : std::max(most, header);
    widths.push_back(most > 0 ? std::optional(wanted) : std::nullopt);
  }
  return widths;
}

/// How far the column may shrink.
std::size_t least_of(const Column& column, std::size_t natural) {
  switch (column.squeeze) {
    case Squeeze::never:
    case Squeeze::below: return natural;
    case Squeeze::middle:
    case Squeeze::end: return std::min(natural, column.least);
  }
  return natural;
}

Widths least_widths(const Table& table, Widths widths) {
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (widths[i]) widths[i] = least_of(table.columns[i], *widths[i]);
  return widths;
}

/// The column that goes first; none when all that are left must stay.
std::optional<std::size_t> most_expendable(const Table& table, const Widths& widths) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (widths[i] && table.columns[i].rank > 0 &&
        (!found || table.columns[i].rank > table.columns[*found].rank))
      found = i;
  return found;
}

/// The widest of those that may shrink still, and not the last of equals: a column of sentences suffers
/// before names.
std::optional<std::size_t> widest_above_least(const Widths& widths, const Widths& least) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (widths[i] && *widths[i] > *least[i] && (!found || *widths[i] >= *widths[*found])) found = i;
  return found;
}

/// What the columns want before others go for them: names in full, sentences at their least.
Widths wanted_widths(const Table& table, Widths widths) {
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (widths[i] && table.columns[i].squeeze != Squeeze::middle)
      widths[i] = least_of(table.columns[i], *widths[i]);
  return widths;
}

}  // namespace

const Cell& cell_at(const Row& row, std::size_t column) {
  static const Cell empty;
  return column < row.cells.size() ? row.cells[column] : empty;
}

std::size_t total(const Widths& widths, std::size_t indent) {
  std::size_t sum = indent, shown = 0;
  for (const auto& w : widths) {
    if (!w) continue;
    sum += *w;
    ++shown;
  }
  return shown > 1 ? sum + column_gap * (shown - 1) : sum;
}

Widths fitted(const Table& table, std::size_t screen) {
  auto widths = natural_widths(table);
  while (total(wanted_widths(table, widths), table.indent) > screen) {
    const auto column = most_expendable(table, widths);
    if (!column) break;
    widths[*column].reset();
  }
  const auto least = least_widths(table, widths);
  for (auto sum = total(widths, table.indent); sum > screen; --sum) {
    const auto column = widest_above_least(widths, least);
    if (!column) break;
    --*widths[*column];
  }
  return widths;
}

}  // namespace haxen::report
