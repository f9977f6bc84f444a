// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a TOML document as a tree of values in file order, each with the place where it stands.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace haxen::config {

/// A place in a file. Lines and columns count from 1.
struct Place {
  std::string_view file;  ///< lives as long as the name that was given to read_document
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend std::strong_ordering operator<=>(const Place& a, const Place& b) {
    return a.line == b.line ? a.column <=> b.column : a.line <=> b.line;
  }
  friend bool operator==(const Place& a, const Place& b) { return a <=> b == 0; }
};

/// "FILE:LINE:COLUMN"
std::string to_string(const Place& place);

struct Entry;
using Table = std::vector<Entry>;
struct Moment {};  ///< a date or time: TOML has them, fleet files do not

struct Value {
  Place place;
  std::variant<Moment, std::string, std::int64_t, double, bool, std::vector<Value>, Table> content;
};

struct Entry {
  std::string key;
  Place place;  ///< of the key
  Value value;
};

/// The document's entries. A syntax error is a fault of kind usage: "FILE:LINE:COLUMN: not valid TOML: …".
Result<Table> read_document(std::string_view text, std::string_view file);

/// A fault of kind usage, "FILE:LINE:COLUMN: message", control characters replaced.
tl::unexpected<Fault> refuse(const Place& place, std::string message, std::string hint = {});

}  // namespace haxen::config
