// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the screens of what is wrong and what became of it.
#include "report/anomalies.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "report/table.hpp"
#include "report/text.hpp"

namespace haxen::report {

namespace {

using model::Anomaly;
using model::Prospect;

Tone tone(Prospect prospect) {
  switch (prospect) {
    case Prospect::mendable: return Tone::warn;
    case Prospect::unproven: return Tone::bad;
    case Prospect::advice: return Tone::plain;
  }
  return Tone::plain;
}

std::string subject(const Anomaly& anomaly) {
  return anomaly.vm.empty() ? anomaly.node.str() : anomaly.name.str();
}

std::string next(const Anomaly& anomaly) {
  switch (anomaly.prospect) {
    case Prospect::mendable: return fmt::format("to do: {}; {}", deed(*anomaly.remedy), assurance(anomaly));
    case Prospect::unproven: return "not touched: " + counsel(anomaly);
    case Prospect::advice: return counsel(anomaly);
  }
  return {};
}

std::string paragraphs(const Anomaly& anomaly, const Style& style) {
  auto text = paragraph({fmt::format("{}: {}", subject(anomaly), sentence(anomaly)), tone(anomaly.prospect)},
                        0, style);
  for (const auto& copy : anomaly.copies)
    text += paragraph({fmt::format("{}: {}", copy.vm.node, phrase(copy)), Tone::faint}, 4, style);
  return text + paragraph({next(anomaly)}, 2, style);
}

std::string summary(const model::Anomalies& found, const Style& style) {
  const auto count = [&](Prospect prospect) {
    return static_cast<std::size_t>(std::ranges::count(found, prospect, &Anomaly::prospect));
  };
  const auto advice = count(Prospect::advice);
  std::vector<std::string> parts{fmt::format("{} to mend", count(Prospect::mendable)),
                                 fmt::format("{} not proven", count(Prospect::unproven))};
  if (advice > 0) parts.push_back(fmt::format("{} to think about", advice));
  return flow(parts, Tone::plain, style);
}

}  // namespace

std::string_view word(model::MendResult result) {
  switch (result) {
    case model::MendResult::mended: return "done";
    case model::MendResult::over: return "not so any more, nothing done";
    case model::MendResult::failed: return "failed";
    case model::MendResult::not_started: return "not started";
    case model::MendResult::unproven: return "NOT PROVEN";
  }
  return "?";
}

Tone tone(model::MendResult result) {
  switch (result) {
    case model::MendResult::mended: return Tone::good;
    case model::MendResult::over:
    case model::MendResult::failed:
    case model::MendResult::not_started: return Tone::warn;
    case model::MendResult::unproven: return Tone::bad;
  }
  return Tone::plain;
}

std::string anomalies_screen(const model::Anomalies& found, const Style& style) {
  if (found.empty()) return "Nothing is wrong.\n";
  auto text = summary(found, style);
  for (const auto& anomaly : found) text += '\n' + paragraphs(anomaly, style);
  return text;
}

std::string mending_screen(const model::Anomalies& found, const Mending& mending, const Style& style) {
  std::string text;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].remedy) continue;
    const auto& outcome = mending.outcomes[i];
    auto line = fmt::format("{}: {}: {}", subject(found[i]), deed(*found[i].remedy), word(outcome.result));
    if (!outcome.fault.empty()) line += ": " + outcome.fault;
    text += paragraph({line, tone(outcome.result)}, 0, style);
  }
  const auto left = std::ranges::count(found, Prospect::unproven, &Anomaly::prospect);
  if (left > 0)
    text += paragraph(
        {fmt::format("{} not proven, and not touched: see 'haxen status --audit'", left), Tone::bad}, 0,
        style);
  return text;
}

}  // namespace haxen::report
