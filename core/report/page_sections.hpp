// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the sections of a page. Each is a piece of HTML, empty where there is nothing to tell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/page_source.hpp"
#include "report/spans.hpp"

namespace haxen::report {

/// The whole style sheet: light, dark, small screens, paper.
std::string_view page_style();

std::string headline_section(const PageSource& source);
std::string timeline_section(const std::vector<Span>& spans, const std::vector<PageEvent>& events);
std::string memory_section(const PageSource& source);
/// Needs the limits that the fleet file states; without any it says so.
std::string link_section(const PageSource& source, const std::vector<Span>& spans);
std::string vm_section(const PageSource& source);
std::string blocker_section(const PageSource& source);
std::string warning_section(const PageSource& source);
std::string event_section(const PageSource& source);

}  // namespace haxen::report
