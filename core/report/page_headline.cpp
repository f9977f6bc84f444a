// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a page begins: what was done, by whom, when, and how it ended.
#include <fmt/format.h>

#include "report/page_sections.hpp"

namespace haxen::report {

using document::Json;

namespace {

bool is(const PageSource& source, std::string_view schema) {
  return text_in(source.outcome, "schema") == schema;
}

std::string_view chip(Tone tone) {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::bad: return "bad";
    case Tone::plain:
    case Tone::strong:
    case Tone::faint:
    case Tone::warn: break;
  }
  return "warn";
}

// A plan that was only shown is done, too, but nothing was.
Cell verdict(const PageSource& source) {
  if (source.result.tone != Tone::good || !is(source, "haxen/plan/1")) return source.result;
  if (amount_of(source, "moves") == 0) return {"nothing to do", Tone::good};
  return {"planned", Tone::warn};
}

std::string others(const PageSource& source) {
  std::string text;
  const auto add = [&](const char* list, const char* result, const char* words) {
    if (amount_of(source, list, result) > 0)
      text += fmt::format(", {} {}", amount(source, list, result), words);
  };
  add("results", "stayed", "stayed where they were");
  add("results", "not_started", "not begun");
  add("results", "gone", "gone meanwhile");
  add("results", "unproven", "<strong>not proven</strong>");
  add("shut_down_results", "off", "shut down");
  add("shut_down_results", "saved", "saved to disk");
  add("shut_down_results", "still_running", "still running");
  add("shut_down_results", "unproven", "<strong>not proven</strong> to be off");
  add("start_results", "running", "started");
  add("start_results", "failed", "not started");
  add("start_results", "unproven", "<strong>not proven</strong> to run");
  return text;
}

std::string outcome_lede(const PageSource& source) {
  const auto all = amount_of(source, "results");
  const auto moved = amount_of(source, "results", "moved");
  if (all == 0) return "No VM was to be moved" + others(source) + ".";
  const auto more = others(source);
  const bool held = !list_in(source.outcome, "blockers").empty();
  if (moved == all && !held)
    return fmt::format("{} VM{} moved, proven to run at the target and nowhere else{}.",
                       amount(source, "results", "moved"), all == 1 ? "" : "s", more);
  return fmt::format("{} of {} planned move{} ended well{}.{}", amount(source, "results", "moved"),
                     amount(source, "results"), all == 1 ? "" : "s", more,
                     held ? " Other VMs could not move: see what is in the way." : "");
}

std::string lede(const PageSource& source) {
  if (is(source, "haxen/outcome/1")) return outcome_lede(source);
  if (is(source, "haxen/error/1")) {
    const auto hint = text_in(source.outcome, "hint");
    return foreign(text_in(source.outcome, "message")) + (hint.empty() ? "" : " – " + foreign(hint));
  }
  if (!is(source, "haxen/plan/1")) return "How it ended was not recorded.";
  if (amount_of(source, "blockers") > 0)
    return fmt::format("Nothing was changed: {} thing{} in the way.", amount(source, "blockers"),
                       amount_of(source, "blockers") == 1 ? " is" : "s are");
  return amount_of(source, "moves") > 0
             ? fmt::format("{} move(s) planned; nothing was changed.", amount(source, "moves"))
             : std::string("Everything is as it was asked for; nothing was changed.");
}

std::string moment(const std::string& rfc3339) {
  if (rfc3339.size() < 20) return escaped(rfc3339);
  return escaped(rfc3339.substr(0, 10) + " " + rfc3339.substr(11, 8)) + " UTC";
}

std::string fact(std::string_view name, const std::string& value) {
  return value.empty() ? "" : fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

std::string facts(const PageSource& source) {
  const auto& past = source.past;
  const auto reason = text_in(past, "reason");
  const auto ended = text_in(past, "ended");
  return "<dl class=\"facts\">\n" +
         fact("By", foreign(text_in(past, "user")) + " on " + foreign(text_in(past, "host"))) +
         fact("Began", moment(text_in(past, "began"))) + fact("Ended", ended.empty() ? "" : moment(ended)) +
         fact("Why", reason.empty() ? "" : foreign(reason)) +
         fact("Exit status", number(source, "operation.exit_code", Unit::number)) + "</dl>\n";
}

std::string tile(std::string_view name, const std::string& value, const std::string& below) {
  return fmt::format("<div class=\"tile\"><p>{}</p><b>{}</b><small>{}</small></div>\n", name, value, below);
}

std::optional<std::size_t> longest(const Json& results, const char* field) {
  std::optional<std::size_t> found;
  double most = -1;
  for (std::size_t i = 0; i < results.size(); ++i)
    if (const auto length = number_in(results[i], field); length && *length > most) most = *length, found = i;
  return found;
}

std::string of_longest(const PageSource& source, std::string_view name, const char* field) {
  const auto& results = list_in(source.outcome, "results");
  const auto index = longest(results, field);
  if (!index) return {};
  return tile(name, number(source, fmt::format("results.{}.{}", *index, field), Unit::seconds),
              foreign(text_in(results[*index], "vm")));
}

std::string tiles(const PageSource& source) {
  if (!is(source, "haxen/outcome/1")) return {};
  auto text = tile("Moved", amount(source, "results", "moved"), "of " + amount(source, "results") + " VMs") +
              tile("Took", number(source, "seconds", Unit::seconds),
                   "predicted " + number(source, "expected_seconds", Unit::seconds)) +
              of_longest(source, "Longest outage", "outage_seconds") +
              of_longest(source, "Slowest move", "seconds");
  return "<div class=\"tiles\">\n" + text + "</div>\n";
}

}  // namespace

std::string headline_section(const PageSource& source) {
  const auto how = verdict(source);
  const auto simulated = source.outcome.value("simulated", Json(false));
  return fmt::format(
             "<header>\n<p class=\"brand\">haxen</p>\n<h1>{} <span class=\"chip {}\">{}</span></h1>\n"
             "<p class=\"lede\">{}</p>\n{}",
             foreign(source.title), chip(how.tone), how.text, lede(source),
             simulated == true ? "<p class=\"note\">Simulated: no real node was touched.</p>\n" : "") +
         facts(source) + tiles(source) + "</header>\n";
}

}  // namespace haxen::report
