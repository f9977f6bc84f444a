// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how migrations are drawn over time, pair by pair of nodes.
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "base/duration.hpp"
#include "report/page_sections.hpp"

namespace haxen::report {

namespace {

constexpr double width = 1000;  // of a track, in its own units

/// What the whole track stands for.
struct Scale {
  std::int64_t first = 0;
  std::int64_t last = 1;
  double at(std::int64_t time) const {
    const auto share = static_cast<double>(time - first) / static_cast<double>(last - first);
    return std::clamp(share, 0.0, 1.0) * width;
  }
};

Scale scale_of(const std::vector<Span>& spans) {
  const auto first = std::ranges::min(spans, {}, &Span::began).began;
  const auto last = std::ranges::max(spans, {}, &Span::ended).ended;
  return {first, std::max(last, first + 1)};
}

std::string bar(std::string_view of, double from, double to) {
  return fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"2\" width=\"{:.1f}\" height=\"10\"/>", of, from,
                     std::max(to - from, 1.5));
}

std::string phases(const Span& span, const Scale& scale, const std::vector<std::int64_t>& looks) {
  const auto began = scale.at(span.began);
  const auto ended = scale.at(span.ended);
  if (looks.empty()) return bar("whole", began, ended);
  return bar("set", began, scale.at(looks.front())) +
         bar("copy", scale.at(looks.front()), scale.at(looks.back())) +
         bar("hand", scale.at(looks.back()), ended);
}

// The instant is not recorded, only how long it was: it belongs to the hand-over, before the proof.
std::string outage(const Span& span, const Scale& scale) {
  if (!span.outage || span.result != "moved") return {};
  const auto length = static_cast<std::int64_t>(*span.outage * 1000);
  const auto until = span.ended;
  return fmt::format("<rect class=\"out\" x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"14\"/>",
                     std::max(scale.at(until - length) - 2, 0.0),
                     std::max(scale.at(until) - scale.at(until - length), 3.0));
}

std::string row(const Span& span, const Scale& scale, const std::vector<std::int64_t>& looks) {
  const bool failed = span.result != "moved";
  return fmt::format(
      "<div class=\"lane{}\"><span>{}</span><svg viewBox=\"0 0 1000 14\" "
      "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">{}{}</svg></div>\n",
      failed ? " failed" : "", foreign(span.vm), escaped(span.vm + ": " + span.result),
      phases(span, scale, looks), outage(span, scale));
}

std::string axis(const Scale& scale) {
  std::string marks;
  for (int quarter = 0; quarter <= 4; ++quarter) {
    const auto at = static_cast<double>(scale.last - scale.first) * quarter / 4000;
    marks += fmt::format("<i>{}</i>", to_string(Seconds(at)));
  }
  return "<div class=\"lane axis\"><span></span><div>" + marks + "</div></div>\n";
}

constexpr auto legend =
    "<p class=\"legend\"><span><span class=\"k set\"></span>set-up</span> <span><span class=\"k "
    "copy\"></span>copying</span> <span><span class=\"k hand\"></span>switchover and proof</span> "
    "<span><span "
    "class=\"k out\"></span>outage</span></p>\n"
    "<p class=\"small\">An outage is drawn within the switchover, as long as it was but never thinner than "
    "can be seen; its very instant is not recorded. Phases are seen from outside, by looks at the running "
    "job; a migration of one even tone has none recorded.</p>\n";

}  // namespace

std::string timeline_section(const std::vector<Span>& spans, const std::vector<PageEvent>& events) {
  if (spans.empty()) return {};
  const auto scale = scale_of(spans);
  std::map<std::pair<std::string, std::string>, std::string> pairs;
  for (const auto& span : spans) {
    std::vector<std::int64_t> looks;
    for (const auto look : span.looks) looks.push_back(events[look].time);
    pairs[{span.from, span.to}] += row(span, scale, looks);
  }
  std::string text = "<section>\n<h2>Timeline</h2>\n" + std::string(legend);
  for (const auto& [pair, rows] : pairs)
    text += fmt::format("<div class=\"pair\"><h3>{} → {}</h3>\n{}</div>\n", foreign(pair.first),
                        foreign(pair.second), rows);
  return text + axis(scale) + "</section>\n";
}

}  // namespace haxen::report
