// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the nodes' memory before and after is shown.
#include <algorithm>
#include <fmt/format.h>

#include "report/page_sections.hpp"

namespace haxen::report {

namespace {

std::string bar(const document::Json& load, const char* when) {
  const auto capacity = number_in(load, "capacity").value_or(0);
  const auto share = capacity > 0 ? number_in(load, when).value_or(0) / capacity : 0.0;
  return fmt::format(
      "<svg viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
      "class=\"room\" width=\"1000\" height=\"8\"/><rect class=\"{}\" width=\"{:.1f}\" "
      "height=\"8\"/></svg>",
      when, std::clamp(share, 0.0, 1.0) * 1000);
}

std::string row(const PageSource& source, const document::Json& load, std::size_t index) {
  const auto value = [&](const char* field) {
    return number(source, fmt::format("loads.{}.{}", index, field), Unit::bytes);
  };
  return fmt::format(
      "<tr><th scope=\"row\">{}</th><td data-l=\"before\">{}{}</td><td data-l=\"after\">{}{}</td>"
      "<td data-l=\"capacity\">{}</td></tr>\n",
      foreign(text_in(load, "node")), value("before"), bar(load, "before"), value("after"),
      bar(load, "after"), value("capacity"));
}

}  // namespace

std::string memory_section(const PageSource& source) {
  const auto schema = text_in(source.outcome, "schema");
  if (schema != "haxen/outcome/1" && schema != "haxen/plan/1") return {};
  std::string text = "<section>\n<h2>Memory of the nodes</h2>\n";
  const auto& loads = list_in(source.outcome, "loads");
  if (!source.outcome.contains("loads")) return text + "<p class=\"none\">not recorded</p>\n</section>\n";
  if (loads.empty()) return {};
  text += schema == "haxen/plan/1" ? "<p class=\"small\">What the VMs may take; after, as planned.</p>\n"
                                   : "<p class=\"small\">What the VMs may take; after, as proven.</p>\n";
  text +=
      "<table class=\"mem\"><thead><tr><th>node</th><th>before</th><th>after</th><th>capacity</th></tr>"
      "</thead><tbody>\n";
  for (std::size_t i = 0; i < loads.size(); ++i) text += row(source, loads[i], i);
  return text + "</tbody></table>\n</section>\n";
}

}  // namespace haxen::report
