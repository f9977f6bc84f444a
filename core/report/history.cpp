// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the screens of past operations.
#include "report/history.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/exit_code.hpp"
#include "document/parse.hpp"
#include "document/time.hpp"
#include "report/parts.hpp"
#include "report/past_part.hpp"
#include "report/past_words.hpp"
#include "report/predictions.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/time.hpp"

namespace haxen::report {

namespace {

Json outcome_of(const model::Operation& operation) {
  if (operation.document.empty()) return {};
  const auto read = document::parsed(operation.document);
  return read ? *read : Json();
}

/// What an outcome's results come to.
struct Sum {
  std::size_t moved = 0;
  std::size_t all = 0;
  std::optional<double> worst_outage{};
};

Sum sum_of(const Json& outcome) {
  Sum sum;
  if (!outcome.is_object() || outcome.value("schema", "") != "haxen/outcome/1") return sum;
  const auto results = outcome.find("results");
  if (results == outcome.end() || !results->is_array()) return sum;
  for (const auto& each : *results) {
    ++sum.all;
    sum.moved += each.value("result", "") == "moved" ? 1U : 0U;
    const auto outage = each.find("outage_seconds");
    if (outage != each.end() && outage->is_number())
      sum.worst_outage = std::max(sum.worst_outage.value_or(0), outage->get<double>());
  }
  return sum;
}

std::vector<Prediction> all_predictions(const std::vector<Past>& operations) {
  std::vector<Prediction> all;
  for (const auto& past : operations) {
    const auto more = predictions(outcome_of(past.operation));
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::string who(const model::Holder& holder) { return fmt::format("{}@{}", holder.user, holder.host); }

Row row_of(const Past& past, const Style& style) {
  const auto& operation = past.operation;
  const auto sum = sum_of(outcome_of(operation));
  const std::string nothing(dash(style.glyphs));
  return {{{minute(operation.began)},
           {title(operation), Tone::strong},
           result(past),
           {sum.all > 0 ? fmt::format("{}/{}", sum.moved, sum.all) : nothing},
           {sum.worst_outage ? to_string(Seconds(*sum.worst_outage)) : nothing},
           {who(operation.holder)},
           {operation.id.str(), Tone::faint}},
          {}};
}

std::string_view word(PastState state) {
  switch (state) {
    case PastState::ended: return "ended";
    case PastState::under_way: return "under_way";
    case PastState::cut_short: return "cut_short";
  }
  return "";
}

}  // namespace

Json part(const Past& past) {
  const auto& operation = past.operation;
  const bool cut = past.state == PastState::ended && !operation.exit_code;
  const auto state = cut ? PastState::cut_short : past.state;
  const auto outcome = outcome_of(operation);
  const auto foretold = predictions(outcome);
  Json events;
  if (past.entries) {
    events = Json::array();
    for (const auto& entry : *past.entries)
      if (auto read = document::parsed(entry.document)) events.push_back(std::move(*read));
  }
  auto json = operation_part(operation);
  json.update({{"pid", operation.holder.pid},
               {"began", document::rfc3339(operation.began)},
               {"ended", operation.ended ? Json(document::rfc3339(*operation.ended)) : Json()},
               {"state", word(state)},
               {"exit_code", operation.exit_code ? Json(*operation.exit_code) : Json()},
               {"outcome", outcome},
               {"predictions", encode(foretold)},
               {"prediction_error_seconds", or_null(mean_absolute_error(foretold))},
               {"events", events}});
  return json;
}

std::string history_screen(const std::vector<Past>& operations, const Style& style) {
  if (operations.empty()) return "Nothing has been changed from here yet.\n";
  Table table;
  table.columns = {{.header = "BEGUN"},
                   {.header = "COMMAND", .squeeze = Squeeze::middle, .least = 12},
                   {.header = "RESULT"},
                   {.header = "MOVED", .align = Align::right, .rank = 1},
                   {.header = "WORST OUTAGE", .align = Align::right, .rank = 2},
                   {.header = "BY", .squeeze = Squeeze::middle, .rank = 3},
                   {.header = "OPERATION"}};
  for (const auto& past : operations) table.rows.push_back(row_of(past, style));
  auto screen = render(table, style);
  if (const auto error = error_sentence(all_predictions(operations)); !error.empty())
    screen += '\n' + paragraph({error, Tone::faint}, 0, style);
  return screen;
}

std::string past_screen(const Past& past, const Style& style) {
  const auto& operation = past.operation;
  auto text = paragraph({fmt::format("{}: {}", title(operation), result(past).text), Tone::strong}, 0, style);
  auto times = minute(operation.began);
  if (operation.ended) times += fmt::format(", {}", to_string(Seconds(*operation.ended - operation.began)));
  text += flow({times, "by " + who(operation.holder), "operation " + operation.id.str(), operation.fleet},
               Tone::faint, style);
  if (!operation.reason.empty()) text += paragraph({"why: " + operation.reason}, 0, style);
  text += '\n';
  for (const auto& entry : past.entries.value_or(std::vector<model::Entry>{})) {
    const auto since = std::chrono::duration_cast<std::chrono::seconds>(entry.time - operation.began).count();
    if (!entry.text.empty())
      text += paragraph({fmt::format("[{}:{:02}] {}", since / 60, since % 60, entry.text)}, 0, style);
  }
  if (!operation.report.empty()) text += "\n" + operation.report;
  const auto foretold = prediction_screen(predictions(outcome_of(operation)), style);
  if (!foretold.empty()) text += "\n" + foretold;
  return text;
}

std::string history_document(const std::vector<Past>& operations, Form form) {
  auto list = Json::array();
  for (const auto& past : operations) list.push_back(part(past));
  const auto foretold = all_predictions(operations);
  const Json json = {{"schema", "haxen/history/1"},
                     {"operations", list},
                     {"predicted_moves", foretold.size()},
                     {"prediction_error_seconds", or_null(mean_absolute_error(foretold))}};
  return form == Form::line ? document::line(json) + '\n' : document::text(json);
}

}  // namespace haxen::report
