// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to shorten names so that they can still be told apart.
#include "report/squeeze.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "report/utf8.hpp"

namespace haxen::report {

namespace {

std::string_view ellipsis(Glyphs glyphs) { return glyphs == Glyphs::unicode ? "…" : "~"; }

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80; }

/// Bytes that both end with, in whole characters.
std::size_t common_end(std::string_view a, std::string_view b) {
  const auto [in_a, in_b] = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  auto length = static_cast<std::size_t>(in_a - a.rbegin());
  while (length > 0 && continues(a[a.size() - length])) --length;
  return length;
}

/// Names that look the same when squeezed in the middle.
struct Alike {
  std::string_view first;
  std::size_t shared = 0;  // bytes that all of them end with
  bool differ = false;
};

/// Shows the name up to the end of what tells it apart, and of the rest what fits. `end` is that end in
/// bytes.
std::string squeezed_around(std::string_view name, std::size_t end, std::size_t columns, Glyphs glyphs) {
  if (width(name.substr(0, end)) < columns) return squeezed_end(name, columns, glyphs);
  if (columns < 3) return squeezed_middle(name, columns, glyphs);
  return fmt::format("{}{}{}", ellipsis(glyphs), tail(name.substr(0, end), columns - 2), ellipsis(glyphs));
}

}  // namespace

std::string squeezed_middle(std::string_view text, std::size_t columns, Glyphs glyphs) {
  if (width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  const auto behind = (columns - 1) / 2;
  return fmt::format("{}{}{}", head(text, columns - 1 - behind), ellipsis(glyphs), tail(text, behind));
}

std::string squeezed_end(std::string_view text, std::size_t columns, Glyphs glyphs) {
  if (width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  return fmt::format("{}{}", head(text, columns - 1), ellipsis(glyphs));
}

std::vector<std::string> squeezed_apart(const std::vector<std::string>& names, std::size_t columns,
                                        Glyphs glyphs) {
  std::map<std::string, Alike> groups;
  for (const auto& name : names) {
    auto& group =
        groups.try_emplace(squeezed_middle(name, columns, glyphs), Alike{name, name.size()}).first->second;
    group.shared = std::min(group.shared, common_end(group.first, name));
    group.differ = group.differ || group.first != name;
  }
  std::vector<std::string> result;
  for (const auto& name : names) {
    auto squeezed = squeezed_middle(name, columns, glyphs);
    const auto& group = groups.at(squeezed);
    result.push_back(group.differ ? squeezed_around(name, name.size() - group.shared, columns, glyphs)
                                  : squeezed);
  }
  return result;
}

}  // namespace haxen::report
