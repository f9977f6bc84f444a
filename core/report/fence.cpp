// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how it is told what a node's fence devices have done or said.
#include "report/fence.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "document/time.hpp"
#include "report/findings.hpp"
#include "report/parts.hpp"
#include "report/table.hpp"

namespace haxen::report {

namespace {

using model::FenceAttempt;
using model::FenceResult;
using model::Power;

std::string_view word(Power power) { return power == Power::off ? "off" : "on"; }

std::string_view word(FenceResult result) {
  switch (result) {
    case FenceResult::done: return "done";
    case FenceResult::failed: return "failed";
    case FenceResult::late: return "late";
    case FenceResult::interrupted: return "interrupted";
    case FenceResult::not_run: return "not_run";
    case FenceResult::not_tried: return "not_tried";
  }
  return {};
}

Cell in_words(const FenceAttempt& attempt) {
  switch (attempt.result) {
    case FenceResult::done: return {std::string(word(*attempt.power)), Tone::good};
    case FenceResult::failed: return {"failed", Tone::bad};
    case FenceResult::late: return {"too late", Tone::bad};
    case FenceResult::interrupted: return {"interrupted", Tone::warn};
    case FenceResult::not_run: return {"cannot be used", Tone::bad};
    case FenceResult::not_tried: return {"not tried", Tone::faint};
  }
  return {};
}

Row row_of(const FenceAttempt& attempt, std::size_t number) {
  Row row{{{fmt::format("{}", number)},
           {attempt.agent, Tone::strong},
           in_words(attempt),
           {attempt.result == FenceResult::not_tried ? "" : to_string(attempt.time)},
           {attempt.place, Tone::faint}},
          {}};
  if (!attempt.fault.message.empty()) row.notes.push_back({attempt.fault.message, Tone::warn});
  if (!attempt.fault.hint.empty()) row.notes.push_back({attempt.fault.hint, Tone::faint});
  return row;
}

const FenceAttempt* first_done(const model::FenceOutcome& outcome) {
  const auto found = std::ranges::find(outcome.levels, FenceResult::done, &FenceAttempt::result);
  return found == outcome.levels.end() ? nullptr : &*found;
}

Cell verdict(const Fencing& fencing) {
  const auto& node = fencing.outcome.node;
  const auto* done = first_done(fencing.outcome);
  if (done == nullptr && (fencing.action == "off" || fencing.action == "on"))
    return {fmt::format("{} is not proven to be {}", node, fencing.action), Tone::bad};
  if (done == nullptr) return {fmt::format("nothing is known of {}'s power", node), Tone::bad};
  return {fmt::format("{} is {}, says '{}'", node, word(*done->power), done->agent), Tone::strong};
}

Json level_part(const FenceAttempt& attempt) {
  return {{"agent", attempt.agent},
          {"place", or_null(attempt.place)},
          {"result", word(attempt.result)},
          {"power", attempt.power ? Json(word(*attempt.power)) : Json()},
          {"message", or_null(attempt.fault.message)},
          {"remedy", or_null(attempt.fault.hint)},
          {"seconds", attempt.time.count()}};
}

}  // namespace

std::string fence_plan_screen(const NodeName& node, const std::string& action,
                              const std::vector<model::FenceLevel>& levels, const Style& style) {
  auto text =
      paragraph({fmt::format("{} is switched {}{}", node, action,
                             action == "off" ? ": what runs there ends at once, without being asked" : ""),
                 Tone::strong},
                0, style);
  for (std::size_t i = 0; i < levels.size(); ++i)
    text += paragraph({fmt::format("{}by '{}', within {}", i == 0 ? "" : "or else ", levels[i].agent,
                                   to_string(Seconds(levels[i].timeout)))},
                      2, style);
  return text;
}

std::string fence_screen(const Fencing& fencing, const Style& style) {
  Table table{{{.header = "level", .align = Align::right},
               {.header = "agent", .squeeze = Squeeze::middle, .least = 12},
               {.header = "answer"},
               {.header = "time", .align = Align::right},
               {.header = "in", .squeeze = Squeeze::middle, .rank = 1}},
              {},
              0};
  for (const auto& attempt : fencing.outcome.levels)
    table.rows.push_back(row_of(attempt, table.rows.size() + 1));
  auto text = paragraph(verdict(fencing), 0, style) + '\n' + render(table, style);
  if (!fencing.findings.empty()) text += "\nTo mend:\n" + findings_screen(fencing.findings, style);
  return text;
}

std::string fence_document(const Fencing& fencing, const std::string& fleet_file, model::WallTime now,
                           Form form) {
  const auto* done = first_done(fencing.outcome);
  auto levels = Json::array();
  for (const auto& attempt : fencing.outcome.levels) levels.push_back(level_part(attempt));
  auto findings = Json::array();
  for (const auto& finding : fencing.findings) findings.push_back(finding_part(finding));
  return laid_out({{"schema", "haxen/fence/1"},
                   {"fleet", or_null(fleet_file)},
                   {"time", document::rfc3339(now)},
                   {"node", fencing.outcome.node.str()},
                   {"action", fencing.action},
                   {"operation", fencing.operation ? Json(fencing.operation->str()) : Json()},
                   {"power", done != nullptr ? Json(word(*done->power)) : Json()},
                   {"levels", std::move(levels)},
                   {"findings", std::move(findings)},
                   {"seconds", fencing.elapsed.count()},
                   {"exit_code", static_cast<int>(fencing.code)}},
                  form);
}

}  // namespace haxen::report
