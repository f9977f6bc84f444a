// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what an operator should mend is shown, and told to scripts.
#include "report/findings.hpp"

#include "report/table.hpp"

namespace haxen::report {

namespace {

std::string_view word(model::FindingKind kind) {
  switch (kind) {
    case model::FindingKind::no_answer: return "no_answer";
    case model::FindingKind::may_not_migrate: return "may_not_migrate";
    case model::FindingKind::same_host_uuid: return "same_host_uuid";
    case model::FindingKind::clock_off: return "clock_off";
    case model::FindingKind::no_peer_to_peer: return "no_peer_to_peer";
    case model::FindingKind::versions_differ: return "versions_differ";
    case model::FindingKind::fence_agent_missing: return "fence_agent_missing";
    case model::FindingKind::fence_metadata_unreadable: return "fence_metadata_unreadable";
    case model::FindingKind::fence_parameters_wrong: return "fence_parameters_wrong";
    case model::FindingKind::fence_old_parameter: return "fence_old_parameter";
    case model::FindingKind::fence_password_unreadable: return "fence_password_unreadable";
    case model::FindingKind::fence_password_exposed: return "fence_password_exposed";
    case model::FindingKind::fence_status_failing: return "fence_status_failing";
    case model::FindingKind::guard_missing: return "guard_missing";
    case model::FindingKind::guard_outdated: return "guard_outdated";
    case model::FindingKind::guard_off: return "guard_off";
    case model::FindingKind::guard_refusing: return "guard_refusing";
    case model::FindingKind::lease_untold: return "lease_untold";
    case model::FindingKind::lease_not_held: return "lease_not_held";
    case model::FindingKind::lease_of_another: return "lease_of_another";
    case model::FindingKind::lease_no_watchdog: return "lease_no_watchdog";
    case model::FindingKind::lease_binds_nothing: return "lease_binds_nothing";
  }
  return {};
}

Json names(const std::vector<NodeName>& nodes) {
  auto list = Json::array();
  for (const auto& node : nodes) list.push_back(node.str());
  return list;
}

std::string sentence(const model::Finding& finding) {
  const bool warns = finding.severity == model::Severity::warning;
  auto text = warns ? "warning: " + finding.message : finding.message;
  return finding.place.empty() ? text : finding.place + ": " + text;
}

}  // namespace

std::string findings_screen(const std::vector<model::Finding>& findings, const Style& style) {
  std::string text;
  for (const auto& finding : findings) {
    text += paragraph({sentence(finding), Tone::warn}, 2, style);
    if (!finding.remedy.empty()) text += paragraph({finding.remedy, Tone::faint}, 4, style);
  }
  return text;
}

Json finding_part(const model::Finding& finding) {
  return {{"kind", word(finding.kind)},
          {"severity", finding.severity == model::Severity::error ? "error" : "warning"},
          {"nodes", names(finding.nodes)},
          {"place", or_null(finding.place)},
          {"message", finding.message},
          {"remedy", or_null(finding.remedy)}};
}

}  // namespace haxen::report
