// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how names and patterns of the fleet file are judged.
#include "config/names.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace haxen::config {

namespace {

bool is_alphanumeric(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

// The index after the bracket expression that opens at `open`, or npos. A ] right after [ or [! is an
// ordinary one.
std::size_t bracket_end(const std::string& pattern, std::size_t open) {
  auto first = open + 1;
  if (first < pattern.size() && (pattern[first] == '!' || pattern[first] == '^')) ++first;
  const auto close = pattern.find(']', first + 1);
  return close == std::string::npos ? close : close + 1;
}

}  // namespace

Result<void> accept_node_name(const std::string& text) {
  const auto allowed = [](char letter) {
    return is_alphanumeric(letter) || letter == '.' || letter == '-' || letter == '_';
  };
  if (!text.empty() && is_alphanumeric(text.front()) && std::ranges::all_of(text, allowed)) return {};
  return fault(FaultKind::usage, fmt::format("'{}' cannot name a node", text),
               "use letters, digits, '.', '-' and '_', beginning with a letter or digit");
}

Result<void> accept_pattern(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '[') {
      const auto end = bracket_end(text, at);
      if (end == std::string::npos) {
        return fault(FaultKind::usage, fmt::format("'{}' is not a pattern: '[' is not closed", text),
                     "write '[[]' where the name itself holds a bracket");
      }
      at = end;
    } else if (text[at] == '\\') {
      if (at + 1 == text.size()) {
        return fault(FaultKind::usage, fmt::format("'{}' is not a pattern: it ends in '\\'", text));
      }
      at += 2;
    } else {
      ++at;
    }
  }
  return {};
}

Result<void> accept_uuid(const std::string& text) {
  constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  const auto fits = [](char letter, char place) {
    return place == '-' ? letter == '-' : std::isxdigit(static_cast<unsigned char>(letter)) != 0;
  };
  if (std::ranges::equal(text, shape, fits)) return {};
  return fault(FaultKind::usage, fmt::format("'{}' is not a UUID", text),
               "write it as in 6ecd88bc-5a6f-4a0e-b5d2-0c6a2d0f9a41");
}

std::string canonical_uuid(std::string text) {
  std::ranges::transform(text, text.begin(), [](char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  });
  return text;
}

}  // namespace haxen::config
