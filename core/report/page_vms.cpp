// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the table of VMs: where each went, how long it took, and how long it was away.
#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "report/page_sections.hpp"

namespace haxen::report {

using document::Json;

namespace {

/// Results stand in the order of the moves, but for plans that were made anew on the way.
std::optional<std::size_t> move_of(const Json& moves, const Json& result, std::size_t index) {
  const auto uuid = text_in(result, "uuid");
  if (index < moves.size() && text_in(moves[index], "uuid") == uuid) return index;
  for (std::size_t i = 0; i < moves.size(); ++i)
    if (text_in(moves[i], "uuid") == uuid) return i;
  return std::nullopt;
}

std::string_view tone(std::string_view result) {
  if (result == "moved" || result == "running" || result == "off" || result == "saved") return "good";
  return result == "unproven" || result == "failed" ? "bad" : "warn";
}

std::string words(std::string text) {
  for (auto& c : text)
    if (c == '_') c = ' ';
  return text;
}

std::string cell(std::string_view label, const std::string& value, bool is_number = false) {
  return fmt::format("<td{} data-l=\"{}\">{}</td>", is_number ? " class=\"r\"" : "", label, value);
}

std::string notes(const Json& result) {
  std::string text;
  const auto add = [&](const std::string& line) { text += "<li>" + line + "</li>"; };
  if (const auto fault = text_in(result, "fault"); !fault.empty()) add(foreign(fault));
  for (const auto& warning : list_in(result, "warnings"))
    if (warning.is_string()) add("warning: " + foreign(warning.get<std::string>()));
  for (const auto& image : list_in(result, "images_left"))
    if (image.is_string()) add("former image still there: " + foreign(image.get<std::string>()));
  return text.empty() ? text : "<ul>" + text + "</ul>";
}

std::string named(const Json& of, const std::string& below) {
  return fmt::format("<th scope=\"row\">{}{}</th>", foreign(text_in(of, "vm")), below);
}

std::string outcome(const Json& result) {
  const auto what = text_in(result, "result");
  return fmt::format("<span class=\"dot {}\">{}</span>", tone(what), escaped(words(what)));
}

std::string value(const PageSource& source, std::string_view list, std::optional<std::size_t> index,
                  std::string_view field, Unit unit) {
  if (!index) return number(source, "absent", unit);
  return number(source, fmt::format("{}.{}.{}", list, *index, field), unit);
}

/// A move's line: what was planned of it, and between that what became of it.
struct Became {
  std::string notes{};
  std::string result = "<span class=\"dot warn\">planned</span>";
  std::string took = "<span class=\"none\">–</span>";
  std::string outage = "<span class=\"none\">–</span>";
  std::optional<std::string> seen{};  ///< none: nobody looked at any of them
};

std::string row(const PageSource& source, const Json& vm, std::optional<std::size_t> at,
                const Became& became) {
  const auto move = at ? list_in(source.outcome, "moves")[*at] : Json::object();
  const auto planned = [&](std::string_view field, Unit unit) {
    return value(source, "moves", at, field, unit);
  };
  return "<tr>" + named(vm, became.notes) + cell("from", foreign(text_in(move, "from"))) +
         cell("to", foreign(text_in(move, "to"))) + cell("result", became.result) +
         cell("memory", planned("memory", Unit::bytes), true) + cell("took", became.took, true) +
         cell("predicted", planned("expected_seconds", Unit::seconds), true) +
         cell("outage", became.outage, true) + (became.seen ? cell("seen", *became.seen, true) : "") +
         cell("predicted outage", planned("expected_outage_seconds", Unit::seconds), true) +
         cell("budget", planned("outage_budget_seconds", Unit::seconds), true) + "</tr>\n";
}

bool is_watched(const Json& result) { return result.contains("probe") && result["probe"].is_object(); }

/// What is shorter than a listed gap cannot be told from a late answer.
template <class Told>
std::string seen(const Json& result, const Told& told) {
  const bool without_gap = is_watched(result) && result["probe"].value("outage_seconds", Json()).is_null();
  return without_gap ? "&lt; " + told("probe.listed_from_seconds") : told("probe.outage_seconds");
}

std::string moved_row(const PageSource& source, const Json& result, std::size_t index, bool any_watched) {
  const auto told = [&](std::string_view field) {
    return value(source, "results", index, field, Unit::seconds);
  };
  Became became{notes(result), outcome(result), told("seconds"), told("outage_seconds")};
  if (any_watched) became.seen = seen(result, told);
  return row(source, result, move_of(list_in(source.outcome, "moves"), result, index), became);
}

std::string moves_table(const PageSource& source) {
  std::string rows;
  const auto& results = list_in(source.outcome, "results");
  const bool any_watched = std::ranges::any_of(results, is_watched);
  for (std::size_t i = 0; i < results.size(); ++i) rows += moved_row(source, results[i], i, any_watched);
  const auto& moves = list_in(source.outcome, "moves");
  if (!source.outcome.contains("results"))
    for (std::size_t i = 0; i < moves.size(); ++i) rows += row(source, moves[i], i, {});
  if (rows.empty()) return {};
  return fmt::format(
      "<table><thead><tr><th>VM</th><th>from</th><th>to</th><th>result</th><th class=\"r\">memory</th>"
      "<th class=\"r\">took</th><th class=\"r\">predicted</th><th class=\"r\">outage</th>{}"
      "<th class=\"r\">pred. outage</th><th class=\"r\">budget</th></tr></thead><tbody>\n{}</tbody></table>\n"
      "<p class=\"small\">Outages as the nodes told them{}.</p>\n",
      any_watched ? "<th class=\"r\">seen</th>" : "", rows,
      any_watched ? "; seen: the longest silence to somebody who probed the VM meanwhile" : "");
}

std::string others_table(const PageSource& source, const char* list, std::string_view title) {
  const auto& results = list_in(source.outcome, list);
  if (results.empty()) return {};
  std::string rows;
  for (std::size_t i = 0; i < results.size(); ++i)
    rows += "<tr>" + named(results[i], notes(results[i])) +
            cell("node", foreign(text_in(results[i], "node"))) + cell("result", outcome(results[i])) +
            cell("took", value(source, list, i, "seconds", Unit::seconds), true) + "</tr>\n";
  return fmt::format(
      "<h3>{}</h3>\n<table><thead><tr><th>VM</th><th>node</th><th>result</th><th class=\"r\">took"
      "</th></tr></thead><tbody>\n{}</tbody></table>\n",
      title, rows);
}

}  // namespace

std::string vm_section(const PageSource& source) {
  const auto text = moves_table(source) + others_table(source, "shut_down_results", "Shut down") +
                    others_table(source, "start_results", "Started");
  return text.empty() ? text : "<section>\n<h2>Virtual machines</h2>\n" + text + "</section>\n";
}

}  // namespace haxen::report
