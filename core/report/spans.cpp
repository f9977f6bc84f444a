// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which events begin, tell of and end a migration.
#include "report/spans.hpp"

#include <algorithm>

namespace haxen::report {

namespace {

Span begun(const PageEvent& event, std::int64_t newest) {
  const auto& of = event.fields;
  return {text_in(of, "vm"), text_in(of, "uuid"), text_in(of, "from"), text_in(of, "to"), event.time, newest};
}

Span* open_one(std::vector<Span>& all, const std::string& uuid) {
  const auto found = std::find_if(all.rbegin(), all.rend(),
                                  [&](const Span& each) { return each.uuid == uuid && each.result.empty(); });
  return found == all.rend() ? nullptr : &*found;
}

}  // namespace

std::vector<Span> spans(const PageSource& source) {
  std::vector<Span> all;
  const auto newest = source.events.empty() ? 0 : std::ranges::max(source.events, {}, &PageEvent::time).time;
  for (std::size_t i = 0; i < source.events.size(); ++i) {
    const auto& event = source.events[i];
    const auto what = text_in(event.fields, "event");
    if (what == "move_started" || what == "move_adopted") all.push_back(begun(event, newest));
    auto* span = what.starts_with("move_") ? open_one(all, text_in(event.fields, "uuid")) : nullptr;
    if (!span) continue;
    const bool copies = number_in(event.fields, "iteration").value_or(0) >= 1;
    if (what == "move_progress" && copies) span->looks.push_back(i);
    if (what != "move_ended") continue;
    span->ended = event.time;
    span->result = text_in(event.fields, "result");
    span->outage = number_in(event.fields, "outage_seconds");
  }
  return all;
}

}  // namespace haxen::report
