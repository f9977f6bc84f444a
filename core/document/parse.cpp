// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a text becomes JSON, and where in it that ends.
#include "document/parse.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace haxen::document {

namespace {

// `byte` counts from 1 and may be the one after the end.
std::string place(const std::string& text, std::size_t byte) {
  const auto before = std::string_view(text).substr(0, byte > 0 ? byte - 1 : 0);
  const auto line_start = before.rfind('\n') + 1;  // 0 where there is none
  return fmt::format("line {}, column {}", std::count(before.begin(), before.end(), '\n') + 1,
                     before.size() - line_start + 1);
}

}  // namespace

Result<Json> parsed(const std::string& text) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    return fault(FaultKind::usage, fmt::format("not JSON: damaged in {}", place(text, error.byte)));
  } catch (const Json::out_of_range& error) {  // a number that no double holds; it does not say where
    return fault(FaultKind::usage, fmt::format("not JSON that can be read: {}", error.what()));
  }
}

}  // namespace haxen::document
