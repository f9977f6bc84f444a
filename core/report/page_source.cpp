// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where a page's values stand in the document, and how each is shown.
#include "report/page_source.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "document/parse.hpp"
#include "report/past_part.hpp"
#include "report/past_words.hpp"
#include "report/utf8.hpp"

namespace haxen::report {

using document::Json;

namespace {

const Json* child(const Json& of, std::string_view name) {
  if (of.is_object()) {
    const auto found = of.find(std::string(name));
    return found == of.end() ? nullptr : &*found;
  }
  std::size_t index = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), index);
  const bool is_there = of.is_array() && read.ec == std::errc() && index < of.size();
  return is_there ? &of[index] : nullptr;
}

const Json* find(const Json* at, std::string_view way) {
  while (at && !way.empty()) {
    const auto dot = std::min(way.find('.'), way.size());
    at = child(*at, way.substr(0, dot));
    way.remove_prefix(std::min(dot + 1, way.size()));
  }
  return at;
}

const Json* find(const PageSource& source, std::string_view key) {
  constexpr std::string_view operation = "operation.";
  if (key.starts_with(operation)) return find(&source.past, key.substr(operation.size()));
  if (key.starts_with("events.")) return find(&source.past, key);
  return find(&source.outcome, key);
}

std::string shown(const Json& value, Unit unit) {
  switch (unit) {
    case Unit::number: break;
    case Unit::seconds: return to_string(Seconds(value.get<double>()));
    case Unit::bytes:
      if (value.is_number_unsigned()) return to_string(Bytes{value.get<std::uint64_t>()});
      break;
    case Unit::rate: return to_string(Bandwidth{value.get<double>()});
  }
  return value.dump();
}

}  // namespace

PageSource source_of(const Past& past) {
  PageSource source{title(past.operation), result(past), part(past), Json::object(), {}};
  if (source.past["outcome"].is_object()) source.outcome = source.past["outcome"];
  for (const auto& entry : past.entries.value_or(std::vector<model::Entry>{}))
    if (auto read = document::parsed(entry.document))
      source.events.push_back({entry.time.time_since_epoch().count(), std::move(*read), entry.text});
  return source;
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : printable(text, Glyphs::unicode)) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += c;
    }
  }
  return safe;
}

std::string foreign(std::string_view text) { return "<bdi>" + escaped(text) + "</bdi>"; }

std::string number(const PageSource& source, const std::string& key, Unit unit) {
  const auto* value = find(source, key);
  if (!value) return "<span class=\"none\">not recorded</span>";
  if (!value->is_number()) return "<span class=\"none\" title=\"not known\">–</span>";
  return fmt::format("<span class=\"n\" data-key=\"{}\" data-value=\"{}\">{}</span>", escaped(key),
                     value->dump(), escaped(shown(*value, unit)));
}

std::size_t amount_of(const PageSource& source, const std::string& key, std::string_view result) {
  const auto* list = find(source, key);
  if (!list || !list->is_array()) return 0;
  if (result.empty()) return list->size();
  return static_cast<std::size_t>(
      std::ranges::count_if(*list, [&](const Json& each) { return text_in(each, "result") == result; }));
}

std::string amount(const PageSource& source, const std::string& key, std::string_view result) {
  return fmt::format("<span class=\"n\" data-count=\"{}\" data-result=\"{}\">{}</span>", key, result,
                     amount_of(source, key, result));
}

std::string text_in(const Json& object, const char* field) {
  const auto* value = child(object, field);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<double> number_in(const Json& object, const char* field) {
  const auto* value = child(object, field);
  return value && value->is_number() ? std::optional(value->get<double>()) : std::nullopt;
}

const Json& list_in(const Json& object, const char* field) {
  static const Json none = Json::array();
  const auto* value = child(object, field);
  return value && value->is_array() ? *value : none;
}

}  // namespace haxen::report
