// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how toml++ tells what stands in a file.
#include "config/document.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <toml++/toml.h>

namespace haxen::config {

namespace {

// What toml++ made up on the way, such as the outer table of [a.b], has no place of its own.
Place place_of(const toml::source_region& region, const Place& parent) {
  if (!region.begin) return parent;
  return {parent.file, region.begin.line, region.begin.column};
}

Value convert(const toml::node& node, const Place& parent);

Table convert_table(const toml::table& table, const Place& place) {
  Table entries;
  for (const auto& [key, node] : table) {
    const auto at = place_of(key.source(), place);
    entries.push_back({std::string(key.str()), at, convert(node, at)});
  }
  std::ranges::stable_sort(entries, {}, &Entry::place);
  return entries;
}

std::vector<Value> convert_array(const toml::array& array, const Place& place) {
  std::vector<Value> values;
  for (const auto& node : array) values.push_back(convert(node, place));
  return values;
}

Value convert(const toml::node& node, const Place& parent) {
  const auto place = place_of(node.source(), parent);
  if (const auto* table = node.as_table()) return {place, convert_table(*table, place)};
  if (const auto* array = node.as_array()) return {place, convert_array(*array, place)};
  if (const auto* text = node.as_string()) return {place, text->get()};
  if (const auto* number = node.as_integer()) return {place, number->get()};
  if (const auto* number = node.as_floating_point()) return {place, number->get()};
  if (const auto* flag = node.as_boolean()) return {place, flag->get()};
  return {place, Moment{}};
}

std::string begun_small(std::string_view sentence) {
  std::string text(sentence);
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace

Result<Table> read_document(std::string_view text, std::string_view file) {
  const Place start{file};
  try {
    return convert_table(toml::parse(text), start);
  } catch (const toml::parse_error& error) {
    return refuse(place_of(error.source(), start), "not valid TOML: " + begun_small(error.description()));
  }
}

std::string to_string(const Place& place) {
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

tl::unexpected<Fault> refuse(const Place& place, std::string message, std::string hint) {
  // What a damaged file says is repeated here, and must not steer the reader's terminal.
  const auto is_control = [](char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
  };
  std::ranges::replace_if(message, is_control, '?');
  return fault(FaultKind::usage, fmt::format("{}: {}", to_string(place), message), std::move(hint));
}

}  // namespace haxen::config
