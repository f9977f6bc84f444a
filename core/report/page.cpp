// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order of a page's sections, and what holds them together.
#include "report/page.hpp"

#include <fmt/format.h>

#include "report/page_sections.hpp"

namespace haxen::report {

namespace {

// Even where something slipped through unescaped, nothing is fetched and nothing is run.
constexpr auto policy = "default-src 'none'; style-src 'unsafe-inline'";

std::string head(const PageSource& source) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{} – haxen</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<main>\n",
      policy, escaped(source.title), page_style());
}

std::string foot(const PageSource& source) {
  return fmt::format(
      "<footer>Operation {} on {}. Written by haxen from its own record; every number is the "
      "one of the JSON document.</footer>\n</main>\n</body>\n</html>\n",
      foreign(text_in(source.past, "operation")), foreign(text_in(source.past, "fleet")));
}

}  // namespace

std::string page(const Past& past) {
  const auto source = source_of(past);
  const auto moves = spans(source);
  return head(source) + headline_section(source) + blocker_section(source) + warning_section(source) +
         timeline_section(moves, source.events) + vm_section(source) + memory_section(source) +
         link_section(source, moves) + event_section(source) + foot(source);
}

}  // namespace haxen::report
