// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the end of an operation is shown.
#include "report/outcome.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <vector>

#include "report/callings.hpp"
#include "report/outages.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

using model::MoveResult;
using model::ShutDownResult;
using model::StartResult;

std::string or_dash(const std::optional<Seconds>& length, const Style& style) {
  return length ? to_string(*length) : std::string(dash(style.glyphs));
}

std::string now_on(const std::optional<NodeName>& node) { return node ? node->str() : "?"; }

/// The budget that its outage went over; none where it kept to it.
std::optional<Milliseconds> missed_budget(const Undertaking& of, const model::MoveOutcome& move,
                                          const model::Vm* vm) {
  if (!vm || !is_over(budget(of, *vm), move)) return std::nullopt;
  return budget(of, *vm);
}

bool is_longer(const std::optional<Seconds>& length, const std::optional<Milliseconds>& than) {
  return length && than && *length > *than;
}

/// As somebody outside saw it. What is shorter than a listed gap he cannot tell from a late answer.
std::string seen(const model::Witness& witness) {
  if (witness.answered == 0) return "no answer";
  return witness.outage ? to_string(*witness.outage)
                        : fmt::format("<{}", to_string(Seconds(witness.listed_from)));
}

Row row(const Undertaking& of, const model::MoveOutcome& end, const Callings& callings, const Style& style) {
  const auto missed = missed_budget(of, end, callings.vm(end.move.vm));
  Row row{{{callings.name(end.move.vm), Tone::strong},
           {end.move.from.str()},
           {now_on(end.node)},
           {std::string(word(end.result)), tone(end.result)},
           {or_dash(end.time, style)},
           {or_dash(end.outage, style), is_longer(end.outage, missed) ? Tone::warn : Tone::plain}},
          {}};
  if (end.witness)
    row.cells.push_back(
        {seen(*end.witness), is_longer(end.witness->outage, missed) ? Tone::warn : Tone::plain});
  if (!end.fault.empty()) row.notes.push_back({end.fault, tone(end.result)});
  if (!end.images_left.empty())
    row.notes.push_back({fmt::format("its former images are still on {}: {}", end.move.from,
                                     fmt::join(end.images_left, ", "))});
  for (const auto& warning : end.warnings) row.notes.push_back({"warning: " + warning, Tone::warn});
  if (missed)
    row.notes.push_back(
        {fmt::format("warning: away for longer than its budget of {}", to_string(Seconds(*missed))),
         Tone::warn});
  return row;
}

Row row(const model::ShutDownOutcome& end, const Callings& callings, const Style& style) {
  const auto& node = end.shut_down.node.str();
  Row row{{{callings.name(end.shut_down.vm), Tone::strong},
           {node},
           {end.result == ShutDownResult::unproven ? "?" : node},
           {std::string(word(end.result)), tone(end.result)},
           {or_dash(end.time, style)}},
          {}};
  if (!end.fault.empty()) row.notes.push_back({end.fault, tone(end.result)});
  return row;
}

Row row(const model::StartOutcome& end, const Style& style) {
  const auto& vm = end.start.vm;
  const bool is_there = end.result == StartResult::running || end.result == StartResult::defined;
  const std::string_view nowhere = end.result == StartResult::unproven ? "?" : dash(style.glyphs);
  Row row{{{vm.name.str(), Tone::strong},
           {end.start.lost.str().empty() ? std::string(dash(style.glyphs)) : end.start.lost.str()},
           {is_there ? vm.node.str() : std::string(nowhere)},
           {std::string(word(end.result)), tone(end.result)},
           {or_dash(end.time, style)}},
          {}};
  if (!end.fault.empty()) row.notes.push_back({end.fault, tone(end.result)});
  if (end.answered)
    row.notes.push_back({fmt::format("answers {} after its start", to_string(*end.answered))});
  for (const auto& warning : end.warnings) row.notes.push_back({"warning: " + warning, Tone::warn});
  return row;
}

std::vector<Column> columns(const model::Outcome& outcome) {
  std::vector<Column> columns = {{.header = "VM", .squeeze = Squeeze::middle, .least = 12},
                                 {.header = "from", .squeeze = Squeeze::middle, .least = 8},
                                 {.header = "now on", .squeeze = Squeeze::middle, .least = 8},
                                 {.header = "result"},
                                 {.header = "time", .align = Align::right},
                                 {.header = "outage", .align = Align::right}};
  const auto watched = [](const model::MoveOutcome& move) { return move.witness.has_value(); };
  if (std::ranges::any_of(outcome.moves, watched))
    columns.push_back({.header = "seen", .align = Align::right});
  return columns;
}

std::size_t count(const model::Outcome& outcome, MoveResult result) {
  return static_cast<std::size_t>(std::ranges::count(outcome.moves, result, &model::MoveOutcome::result));
}

std::size_t count(const model::Outcome& outcome, ShutDownResult result) {
  return static_cast<std::size_t>(
      std::ranges::count(outcome.shut_downs, result, &model::ShutDownOutcome::result));
}

std::string recovered(const model::Outcome& outcome) {
  std::size_t asked = 0;
  std::size_t runs = 0;
  for (const auto& end : outcome.starts) {
    if (end.start.kind == model::StartKind::rehome) continue;
    ++asked;
    if (end.result == StartResult::running) ++runs;
  }
  const auto all = counted(asked, "VM", "VMs");
  if (asked == 0)
    return fmt::format("{} of {} defined elsewhere, off",
                       std::ranges::count(outcome.starts, StartResult::defined, &model::StartOutcome::result),
                       counted(outcome.starts.size(), "VM", "VMs"));
  return runs == asked ? fmt::format("{} started, each proven to run in one place only", all)
                       : fmt::format("{} of {} started", runs, all);
}

std::string started(const Ending& ending, const model::Outcome& outcome) {
  const auto runs = std::ranges::count(outcome.starts, StartResult::running, &model::StartOutcome::result);
  auto text = runs == std::ssize(outcome.starts)
                  ? std::string("started, and proven to run there and nowhere else")
                  : std::string("it was not started");
  if (outcome.starts.front().start.kind != model::StartKind::first) text = recovered(outcome);
  if (ending.elapsed) text += fmt::format(", in {}", to_string(*ending.elapsed));
  return text;
}

std::string results(const Ending& ending, const model::Outcome& outcome) {
  if (!outcome.starts.empty()) return started(ending, outcome);
  const auto moved = count(outcome, MoveResult::moved);
  const auto all = outcome.moves.size();
  auto text = all == 0       ? std::string("nothing was to be moved")
              : moved == all ? fmt::format("{} moved", counted(all, "VM", "VMs"))
                             : fmt::format("{} of {} moved", moved, counted(all, "VM", "VMs"));
  if (all > 0 && ending.elapsed) text += fmt::format(" in {}", to_string(*ending.elapsed));
  for (const auto result :
       {MoveResult::stayed, MoveResult::not_started, MoveResult::gone, MoveResult::unproven})
    if (const auto n = count(outcome, result)) text += fmt::format(", {} {}", n, word(result));
  for (const auto result : {ShutDownResult::off, ShutDownResult::saved, ShutDownResult::still_running,
                            ShutDownResult::not_started, ShutDownResult::unproven})
    if (const auto n = count(outcome, result)) text += fmt::format(", {} {}", n, word(result));
  return text;
}

std::string in_words(std::string_view what, const std::optional<Distribution>& found,
                     const Callings& callings) {
  if (!found) return {};
  if (found->count == 1) return fmt::format("{} {}", what, to_string(found->most));
  constexpr std::size_t enough = 10;  // for a percentile to say something
  auto text = fmt::format("{} {} in the median, ", what, to_string(found->p50));
  if (found->count >= enough)
    text += fmt::format("{} for 90 %, {} for 99 %, ", to_string(found->p90), to_string(found->p99));
  return text + fmt::format("{} at most ({})", to_string(found->most), callings.call(found->worst));
}

std::string misses(std::size_t count) {
  if (count == 0) return {};
  return fmt::format("{} over budget", counted(count, "VM", "VMs"));
}

std::string cause(const model::Outcome& outcome) {
  if (outcome.timed_out) return "the time limit was reached";
  return outcome.interrupted ? "stopped on request" : "";
}

std::string summary(const Undertaking& of, const Ending& ending, const Callings& callings,
                    const model::Fleet& fleet, const model::Outcome& outcome, const Style& style) {
  std::vector<std::string> parts = {fmt::format("{}: {}", title(of), results(ending, outcome)),
                                    in_words("outage", told_outages(outcome), callings),
                                    in_words("seen from here", seen_outages(outcome), callings),
                                    misses(over_budget(of, fleet, outcome)), cause(outcome)};
  std::erase(parts, std::string());
  return flow(parts, Tone::strong, style);
}

/// What nobody may overlook.
std::string alarm(const model::Outcome& outcome, const Callings& callings, const Style& style) {
  std::vector<std::string> names;
  for (const auto& end : outcome.moves)
    if (end.result == MoveResult::unproven)
      names.push_back(fmt::format("{} ({} or {})", callings.name(end.move.vm), end.move.from, end.move.to));
  for (const auto& end : outcome.starts)
    if (end.result == StartResult::unproven)
      names.push_back(fmt::format("{} ({})", end.start.vm.name, end.start.vm.node));
  if (names.empty()) return {};
  return paragraph(
      {fmt::format("not proven where it runs: {}; 'haxen repair' shows what both nodes tell", joined(names)),
       Tone::bad},
      0, style);
}

}  // namespace

std::string outcome_screen(const Undertaking& of, const Ending& ending, const model::Fleet& fleet,
                           const model::Outcome& outcome, const Style& style) {
  const Callings callings(fleet);
  Table table{columns(outcome), {}, 0};
  for (const auto& end : outcome.moves) table.rows.push_back(row(of, end, callings, style));
  for (const auto& end : outcome.shut_downs) table.rows.push_back(row(end, callings, style));
  for (const auto& end : outcome.starts) table.rows.push_back(row(end, style));
  auto screen = table.rows.empty() ? std::string() : render(table, style) + '\n';
  for (const auto& warning : outcome.warnings)
    screen += paragraph({"warning: " + warning, Tone::warn}, 0, style);
  return screen + alarm(outcome, callings, style) + summary(of, ending, callings, fleet, outcome, style);
}

}  // namespace haxen::report
