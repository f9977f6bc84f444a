// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a page is made of, and how a single value of it is shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/model.hpp"
#include "report/history.hpp"
#include "report/table.hpp"

namespace haxen::report {

/// An event that can be read.
struct PageEvent {
  std::int64_t time = 0;  ///< in milliseconds since 1970
  document::Json fields;
  std::string text;  ///< for people; empty for looks at a running migration
};

struct PageSource {
  std::string title;       ///< foreign text
  Cell result;             ///< how it ended
  document::Json past;     ///< as in haxen/history/1
  document::Json outcome;  ///< that part of it; an empty object where there is none
  std::vector<PageEvent> events;
};

PageSource source_of(const Past& past);

enum class Unit { number, seconds, bytes, rate };

/// Foreign text, fit for elements and quoted attributes: nothing in it is markup, or a control character.
std::string escaped(std::string_view text);
/// The same in an element of its own, so that its writing direction ends with it.
std::string foreign(std::string_view text);

/// The value at `key`: "results.0.seconds" is the outcome's, "operation.pid" the operation's,
/// "events.3.rate" an event's. A dash for null, "not recorded" where there is no such field.
std::string number(const PageSource& source, const std::string& key, Unit unit);
/// How many there are in the list at `key`; with `result`, of those that ended so.
std::string amount(const PageSource& source, const std::string& key, std::string_view result = {});
std::size_t amount_of(const PageSource& source, const std::string& key, std::string_view result = {});

/// The text or number in a field; empty or none where it is not there, or is something else.
std::string text_in(const document::Json& object, const char* field);
std::optional<double> number_in(const document::Json& object, const char* field);
/// The list in a field; an empty one where it is none.
const document::Json& list_in(const document::Json& object, const char* field);

}  // namespace haxen::report
