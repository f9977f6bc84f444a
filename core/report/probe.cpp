// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the screen of what probing has found.
#include "report/probe.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "report/table.hpp"
#include "report/text.hpp"

namespace haxen::report {

namespace {

// More would bury the other targets; the JSON document holds them all.
constexpr std::size_t most_gaps = 6;

// Here a tenth of a millisecond counts.
std::string fine(Seconds length) {
  const auto milliseconds = length.count() * 1e3;
  if (milliseconds < 9.995) return fmt::format("{:.2f} ms", milliseconds);
  if (milliseconds < 999.95) return fmt::format("{:.1f} ms", milliseconds);
  return length < Seconds(60) ? fmt::format("{:.3f} s", length.count()) : to_string(length);
}

bool is_above(const model::Gap& gap, std::optional<Milliseconds> most) { return most && gap.length > *most; }

Cell longest(const model::ProbeFigures& figures, std::optional<Milliseconds> most) {
  if (figures.answered == 0) return {"no answer", Tone::bad};
  if (!figures.longest) return {};
  const auto tone = is_above(*figures.longest, most) ? Tone::bad : Tone::strong;
  return {fine(figures.longest->length), tone};
}

Cell gap_note(const model::Gap& gap, std::optional<Milliseconds> most) {
  auto text = fmt::format("{} without an answer from {:.3f} s on", fine(gap.length), gap.began.count());
  if (!gap.ended) text += ", until the end";
  // What is below that says nothing.
  if (gap.own_delay >= gap.length / 10)
    text += fmt::format("; the prober itself was late by up to {}", fine(gap.own_delay));
  return {text, is_above(gap, most) ? Tone::bad : Tone::plain};
}

std::string in_short(const std::optional<model::Spread>& latency) {
  return latency ? fmt::format("{} / {}", fine(latency->p50), fine(latency->p99)) : "no answer";
}

/// Where a gap was long enough to be listed there is something to compare.
Cell latency_note(const model::ProbeFigures& figures) {
  const auto& [before, during, after] = figures.latencies;
  auto text =
      fmt::format("p50 / p99 before the longest gap {}, after it {}", in_short(before), in_short(after));
  if (during) text += fmt::format(", of probes sent in it {}", in_short(during));
  return {text};
}

Cell stream_note(const model::StreamFigures& stream) {
  auto text = fmt::format("one connection: {} sent again, stalled for at most {}",
                          counted(stream.retransmissions, "segment", "segments"), fine(stream.stall));
  if (stream.breaks > 0) text += fmt::format(", lost {}", counted(stream.breaks, "time", "times"));
  return {text, stream.breaks > 0 ? Tone::warn : Tone::plain};
}

std::string oddities(const model::ProbeFigures& figures) {
  std::vector<std::string> parts;
  if (figures.reordered.value_or(0) > 0) parts.push_back(fmt::format("{} out of order", *figures.reordered));
  if (figures.duplicated > 0) parts.push_back(fmt::format("{} answered again", figures.duplicated));
  if (figures.refused > 0) parts.push_back(fmt::format("{} refused", figures.refused));
  if (figures.unsent > 0)
    parts.push_back(fmt::format("{} not sent, for want of something on this machine", figures.unsent));
  return joined(parts);
}

std::vector<Cell> notes(const model::ProbeFigures& figures, std::optional<Milliseconds> most) {
  std::vector<Cell> notes;
  for (std::size_t i = 0; i < std::min(most_gaps, figures.gaps.size()); ++i)
    notes.push_back(gap_note(figures.gaps[i], most));
  if (figures.gap_count > most_gaps)
    notes.push_back({fmt::format("and {} more gaps", figures.gap_count - most_gaps)});
  if (figures.gap_count > 0 && figures.answered > 0) notes.push_back(latency_note(figures));
  if (figures.stream && figures.answered > 0) notes.push_back(stream_note(*figures.stream));
  if (const auto odd = oddities(figures); !odd.empty()) notes.push_back({odd, Tone::warn});
  if (!figures.trouble.empty()) notes.push_back({"latest error: " + figures.trouble, Tone::warn});
  return notes;
}

Row row(const model::ProbeFigures& figures, std::optional<Milliseconds> most) {
  const auto missing = model::lost(figures);
  const auto& latency = figures.latency;
  return {{{figures.target, Tone::strong},
           {std::to_string(figures.sent)},
           {std::to_string(missing), missing > 0 ? Tone::warn : Tone::plain},
           longest(figures, most),
           {std::to_string(figures.gap_count)},
           {latency ? fine(latency->p50) : ""},
           {latency ? fine(latency->p99) : ""}},
          notes(figures, most)};
}

std::vector<Column> columns() {
  return {{.header = "target", .squeeze = Squeeze::middle, .least = 12},
          {.header = "sent", .align = Align::right, .rank = 2},
          {.header = "lost", .align = Align::right},
          {.header = "longest gap", .align = Align::right},
          {.header = "gaps", .align = Align::right, .rank = 1},
          {.header = "p50", .align = Align::right, .rank = 3},
          {.header = "p99", .align = Align::right, .rank = 4}};
}

std::vector<std::string> summary(const model::ProbeReport& found) {
  std::vector<std::string> parts = {
      fmt::format("probed every {} for {}", to_string(Seconds(found.interval)), to_string(found.lasted)),
      fmt::format("gaps from {} on are listed", to_string(Seconds(found.listed_from)))};
  if (found.own_delay)
    parts.push_back(fmt::format("the prober was late by {} (p99), at most {}", fine(found.own_delay->p99),
                                fine(found.own_delay->most)));
  return parts;
}

}  // namespace

std::string probe_screen(const model::ProbeReport& found, std::optional<Milliseconds> most,
                         const Style& style) {
  Table table{columns(), {}, 0};
  for (const auto& figures : found.targets) table.rows.push_back(row(figures, most));
  return flow(summary(found), Tone::plain, style) + '\n' + render(table, style);
}

std::string probe_line(const model::ProbeGlance& glance, const Style& style) {
  const auto seconds = static_cast<long>(glance.elapsed.count());
  std::vector<std::string> parts = {fmt::format("{}:{:02}", seconds / 60, seconds % 60),
                                    counted(glance.targets, "target", "targets"),
                                    fmt::format("{} of {} answered", glance.answered, glance.sent),
                                    "longest gap " + fine(glance.longest_gap)};
  if (glance.silent > 0) parts.push_back(fmt::format("{} silent", glance.silent));
  const auto line = fmt::format("{}", fmt::join(parts, separator(style.glyphs)));
  return painted(line, glance.silent > 0 ? Tone::warn : Tone::plain, style.colour);
}

}  // namespace haxen::report
