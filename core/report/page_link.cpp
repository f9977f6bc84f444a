// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how full the nodes' links were, estimated from what migrations had sent when they were looked at.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "report/page_sections.hpp"

namespace haxen::report {

namespace {

constexpr std::size_t slots = 200;  // over the whole time
using Course = std::array<double, slots>;

struct Time {
  double first = 0;
  double slot = 1;  ///< in milliseconds
};

Time time_of(const std::vector<Span>& spans) {
  const auto first = static_cast<double>(std::ranges::min(spans, {}, &Span::began).began);
  const auto last = static_cast<double>(std::ranges::max(spans, {}, &Span::ended).ended);
  return {first, std::max((last - first) / slots, 0.001)};
}

/// Spreads what was sent evenly over the time in which it was.
void spread(Course& course, const Time& time, double from, double to, double bytes) {
  if (to <= from || bytes <= 0) return;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto begin = time.first + static_cast<double>(i) * time.slot;
    const auto common = std::min(to, begin + time.slot) - std::max(from, begin);
    if (common > 0) course[i] += bytes * common / (to - from) / (time.slot / 1000);
  }
}

void add(Course& course, const Time& time, const Span& span, const PageSource& source) {
  auto from = static_cast<double>(span.began);
  double sent = 0;
  for (const auto look : span.looks) {
    const auto& event = source.events[look];
    const auto now = number_in(event.fields, "processed").value_or(sent);
    spread(course, time, from, static_cast<double>(event.time), now - sent);
    from = static_cast<double>(event.time);
    sent = now;
  }
}

std::string drawn(const Course& course, double limit) {
  const auto top = std::max(limit, *std::ranges::max_element(course)) * 1.05;
  std::string points = "0,60";
  for (std::size_t i = 0; i < slots; ++i) {
    const auto y = 60 - course[i] / top * 60;
    points += fmt::format(" {},{:.1f} {},{:.1f}", i * 5, y, i * 5 + 5, y);
  }
  const auto line = 60 - limit / top * 60;
  return fmt::format(
      "<svg class=\"link\" viewBox=\"0 0 1000 60\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\"><polygon class=\"use\" points=\"{} 1000,60\"/><line class=\"limit\" "
      "x1=\"0\" x2=\"1000\" y1=\"{:.1f}\" y2=\"{:.1f}\"/></svg>\n",
      points, line, line);
}

std::string chart(const PageSource& source, const std::vector<Span>& spans, std::size_t index,
                  std::string Span::*end) {
  const auto& load = list_in(source.outcome, "loads")[index];
  const auto limit = number_in(load, "link").value_or(0);
  const auto node = text_in(load, "node");
  Course course{};
  bool any = false;
  for (const auto& span : spans) {
    if (span.*end != node || span.looks.empty()) continue;
    any = true;
    add(course, time_of(spans), span, source);
  }
  if (!any || limit <= 0) return {};
  return fmt::format("<figure><figcaption>{}, {} – limit {}</figcaption>\n{}</figure>\n", foreign(node),
                     end == &Span::from ? "sending" : "receiving",
                     number(source, fmt::format("loads.{}.link", index), Unit::rate), drawn(course, limit));
}

}  // namespace

std::string link_section(const PageSource& source, const std::vector<Span>& spans) {
  if (spans.empty()) return {};
  std::string charts;
  for (std::size_t i = 0; i < list_in(source.outcome, "loads").size(); ++i)
    charts += chart(source, spans, i, &Span::from) + chart(source, spans, i, &Span::to);
  if (charts.empty()) return {};
  return "<section>\n<h2>Use of the links</h2>\n<p class=\"small\">Estimated from what each migration had "
         "processed when it was looked at; the line is the limit in the fleet file.</p>\n" +
         charts + "</section>\n";
}

}  // namespace haxen::report
