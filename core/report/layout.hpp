// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how wide each column of a table may be on a screen.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "report/table.hpp"

namespace haxen::report {

/// Blanks between two columns.
inline constexpr std::size_t column_gap = 2;

/// By column; none: it is not shown, for want of room or of anything to see.
using Widths = std::vector<std::optional<std::size_t>>;

/// The widths that make the table fit. First whole columns go, by their rank; then names and sentences
/// shrink, the widest first. Where nothing more can go or shrink, the sum exceeds the screen.
Widths fitted(const Table& table, std::size_t screen);

/// The columns of the screen that a line of these widths takes.
std::size_t total(const Widths& widths, std::size_t indent);

/// The row's cell in this column; an empty one where the row ends before.
const Cell& cell_at(const Row& row, std::size_t column);

}  // namespace haxen::report
