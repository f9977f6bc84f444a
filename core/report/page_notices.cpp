// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what stood in the way, what was warned of, and everything that happened, one after the other.
#include <fmt/format.h>

#include "document/time.hpp"
#include "report/page_sections.hpp"

namespace haxen::report {

namespace {

std::string obstacle(const document::Json& blocker) {
  const auto node = text_in(blocker, "node");
  return fmt::format("<li><p><strong>{}</strong>{}: {}</p><p class=\"remedy\">{}</p></li>\n",
                     foreign(text_in(blocker, "vm")), node.empty() ? "" : " to " + foreign(node),
                     foreign(text_in(blocker, "message")), foreign(text_in(blocker, "remedy")));
}

std::string happening(const PageEvent& event, std::int64_t began) {
  const auto since = static_cast<double>(event.time - began) / 1000;
  return fmt::format("<li><time datetime=\"{}\">+{:.1f} s</time> {}</li>\n",
                     document::rfc3339(model::Moment(std::chrono::milliseconds(event.time))), since,
                     foreign(event.text));
}

}  // namespace

std::string blocker_section(const PageSource& source) {
  const auto& blockers = list_in(source.outcome, "blockers");
  if (blockers.empty()) return {};
  std::string list;
  for (const auto& blocker : blockers) list += obstacle(blocker);
  return "<section>\n<h2>In the way</h2>\n<ul class=\"notices\">\n" + list + "</ul>\n</section>\n";
}

std::string warning_section(const PageSource& source) {
  std::string list;
  for (const auto& warning : list_in(source.outcome, "warnings"))
    if (warning.is_string()) list += "<li>" + foreign(warning.get<std::string>()) + "</li>\n";
  if (list.empty()) return {};
  return "<section>\n<h2>Warnings</h2>\n<ul class=\"notices\">\n" + list + "</ul>\n</section>\n";
}

std::string event_section(const PageSource& source) {
  std::string list;
  std::size_t told = 0;
  for (const auto& event : source.events) {
    if (event.text.empty()) continue;
    list += happening(event, source.events.front().time);
    ++told;
  }
  if (told == 0) return {};
  return fmt::format(
      "<section>\n<h2>Events</h2>\n<details><summary>All {} of them</summary>\n<ol "
      "class=\"events\">\n{}</ol>\n</details>\n</section>\n",
      told, list);
}

}  // namespace haxen::report
