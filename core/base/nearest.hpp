// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which of the known words a misspelt one most likely meant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace haxen {

/// The known word within a third of its length in edits (Damerau-Levenshtein, optimal string alignment), the
/// closest first and the first of equals; none when nothing is near.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known);

}  // namespace haxen
