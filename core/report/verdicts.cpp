// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the nodes' verdicts on a VM are told.
#include "report/verdicts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "document/time.hpp"
#include "report/parts.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

bool takes(const model::NodeVerdict& verdict) { return verdict.against.empty(); }

/// "2" in "best of 3 places": counted among those that would take it.
Row row(const model::NodeVerdict& verdict, std::size_t place, const Style& style) {
  const auto none = std::string(dash(style.glyphs));
  const Cell answer = verdict.is_here  ? Cell{"runs here", Tone::strong}
                      : takes(verdict) ? Cell{"yes", Tone::good}
                                       : Cell{"no", Tone::bad};
  Row row{{{takes(verdict) ? std::to_string(place) : ""},
           {verdict.node.str(), Tone::strong},
           answer,
           {verdict.stranded ? std::to_string(*verdict.stranded) : none},
           {verdict.score ? fmt::format("{:.4g}", *verdict.score) : none}},
          {}};
  for (const auto& blocker : verdict.against) row.notes.push_back({sentence(blocker), Tone::warn});
  if (!verdict.unmet.empty())
    row.notes.push_back(
        {fmt::format("rules that should hold and would not: {}", fmt::join(verdict.unmet, ", "))});
  return row;
}

std::vector<Column> columns() {
  return {{.header = "#", .align = Align::right},
          {.header = "node", .squeeze = Squeeze::middle, .least = 8},
          {.header = "takes it"},
          {.header = "stranded by a loss", .align = Align::right},
          {.header = "score", .align = Align::right}};
}

std::string summary(const model::Verdicts& verdicts, const Style& style) {
  const auto count = static_cast<std::size_t>(std::ranges::count_if(
      verdicts.nodes, [](const auto& verdict) { return takes(verdict) && !verdict.is_here; }));
  const auto text = count == 0
                        ? fmt::format("{}: no node would take it", verdicts.name)
                        : fmt::format("{}: {} would take it", verdicts.name, counted(count, "node", "nodes"));
  return flow({text}, Tone::plain, style);
}

Json node_part(const model::NodeVerdict& verdict, const Callings& callings) {
  auto against = Json::array();
  for (const auto& blocker : verdict.against) against.push_back(blocker_part(blocker, callings));
  return {
      {"node", verdict.node.str()},      {"here", verdict.is_here},
      {"takes", takes(verdict)},         {"stranded", verdict.stranded ? Json(*verdict.stranded) : Json()},
      {"score", or_null(verdict.score)}, {"unmet", verdict.unmet},
      {"against", std::move(against)}};
}

}  // namespace

std::string verdict_screen(const model::Fleet&, const model::Verdicts& verdicts, const Style& style) {
  auto screen = summary(verdicts, style);
  for (const auto& blocker : verdicts.own)
    screen += paragraph({"it cannot leave where it is: " + sentence(blocker), Tone::bad}, 0, style);
  Table table{columns(), {}, 0};
  std::size_t place = 0;
  for (const auto& verdict : verdicts.nodes) table.rows.push_back(row(verdict, ++place, style));
  return screen + '\n' + render(table, style);
}

std::string verdict_document(const model::Fleet& fleet, const std::string& source,
                             const model::Verdicts& verdicts, model::WallTime now, Form form) {
  const Callings callings(fleet);
  auto own = Json::array();
  for (const auto& blocker : verdicts.own) own.push_back(blocker_part(blocker, callings));
  auto nodes = Json::array();
  for (const auto& verdict : verdicts.nodes) nodes.push_back(node_part(verdict, callings));
  const Json json = {{"schema", "haxen/verdicts/1"},   {"fleet", or_null(source)},
                     {"time", document::rfc3339(now)}, {"vm", verdicts.name.str()},
                     {"uuid", verdicts.vm.str()},      {"own", std::move(own)},
                     {"nodes", std::move(nodes)}};
  switch (form) {
    case Form::pages: return document::text(json);
    case Form::line: return document::line(json) + '\n';
  }
  return {};
}

}  // namespace haxen::report
