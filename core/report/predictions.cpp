// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what was foretold of past moves compares with what they took.
#include "report/predictions.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/duration.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

namespace haxen::report {

namespace {

/// The member where it is an array, or an empty one.
Json array_in(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return found != json.end() && found->is_array() ? *found : Json::array();
}

std::optional<double> number_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

}  // namespace

std::vector<Prediction> predictions(const Json& outcome) {
  const auto moves = array_in(outcome, "moves");
  const auto results = array_in(outcome, "results");
  std::vector<Prediction> all;
  for (std::size_t i = 0; i < std::min(moves.size(), results.size()); ++i) {
    const auto& move = moves[i];
    const auto& result = results[i];
    if (!move.is_object() || !result.is_object() || result.value("result", "") != "moved") continue;
    const auto expected = number_in(move, "expected_seconds");
    const auto took = number_in(result, "seconds");
    if (expected && took) all.push_back({move.value("vm", ""), move.value("uuid", ""), *expected, *took});
  }
  return all;
}

std::optional<double> mean_absolute_error(const std::vector<Prediction>& all) {
  if (all.empty()) return std::nullopt;
  double sum = 0;
  for (const auto& each : all) sum += std::abs(each.took - each.expected);
  return sum / static_cast<double>(all.size());
}

std::string error_sentence(const std::vector<Prediction>& all) {
  const auto error = mean_absolute_error(all);
  if (!error) return {};
  return fmt::format("predicted times of {} were off by {} on average", counted(all.size(), "move", "moves"),
                     to_string(Seconds(*error)));
}

std::string prediction_screen(const std::vector<Prediction>& all, const Style& style) {
  if (all.empty()) return {};
  Table table{{{.header = "VM", .squeeze = Squeeze::middle, .least = 12},
               {.header = "predicted", .align = Align::right},
               {.header = "took", .align = Align::right}},
              {},
              0};
  for (const auto& each : all)
    table.rows.push_back(
        {{{each.vm, Tone::strong}, {to_string(Seconds(each.expected))}, {to_string(Seconds(each.took))}},
         {}});
  return render(table, style) + paragraph({error_sentence(all)}, 0, style);
}

Json encode(const std::vector<Prediction>& all) {
  auto json = Json::array();
  for (const auto& each : all)
    json.push_back(
        {{"vm", each.vm}, {"uuid", each.uuid}, {"expected_seconds", each.expected}, {"seconds", each.took}});
  return json;
}

}  // namespace haxen::report
