// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's fence levels come from the fleet file, and what there is to mend about them.
#include "fence_levels.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "state.hpp"

namespace haxen::program {

namespace {

using fencing::Remark;
using model::FindingKind;
using model::Severity;

FindingKind kind_of(Remark remark) {
  switch (remark) {
    case Remark::agent_missing: return FindingKind::fence_agent_missing;
    case Remark::metadata_unreadable: return FindingKind::fence_metadata_unreadable;
    case Remark::parameters_wrong: return FindingKind::fence_parameters_wrong;
    case Remark::password_unreadable: return FindingKind::fence_password_unreadable;
    case Remark::password_exposed: return FindingKind::fence_password_exposed;
    case Remark::old_name: return FindingKind::fence_old_parameter;
  }
  return FindingKind::fence_parameters_wrong;
}

model::Finding finding_of(const NodeName& node, const fencing::Objection& objection) {
  return {kind_of(objection.remark),
          {node},
          fmt::format("node '{}': {}", node, objection.message),
          objection.remedy,
          objection.place,
          fencing::is_grave(objection) ? Severity::error : Severity::warning};
}

model::Finding silent(const NodeName& node, const model::FenceAttempt& status) {
  return {FindingKind::fence_status_failing,
          {node},
          fmt::format("node '{}': fence agent '{}' does not tell its state: {}", node, status.agent,
                      status.fault.message),
          "mend the parameters, or the way to the device",
          status.place,
          Severity::error};
}

Task<std::vector<model::Finding>> examine_node(Loop& loop, NodeName node,
                                               std::vector<model::FenceLevel> levels,
                                               std::shared_ptr<const Interrupt> interrupt) {
  auto asking = fencing::examine(loop, std::move(levels), std::move(interrupt));
  const auto examinations = co_await asking;
  co_return findings_of(node, examinations);
}

}  // namespace

std::vector<model::FenceLevel> levels_of(const config::NodeEntry& node, const std::string& fleet_file) {
  const auto beside = std::filesystem::path(whole_path(fleet_file)).parent_path();
  auto levels = node.fence;
  for (auto& level : levels)
    if (!level.password_file.empty()) level.password_file = (beside / level.password_file).string();
  return levels;
}

std::vector<model::Finding> findings_of(const NodeName& node,
                                        const std::vector<fencing::Examination>& examinations) {
  std::vector<model::Finding> findings;
  for (const auto& [objections, status] : examinations) {
    for (const auto& objection : objections) findings.push_back(finding_of(node, objection));
    const bool asked = std::ranges::none_of(objections, fencing::is_grave);
    if (asked && status.result != model::FenceResult::done) findings.push_back(silent(node, status));
  }
  return findings;
}

Task<std::vector<model::Finding>> examine_fences(Loop& loop, const config::Config& config,
                                                 std::string fleet_file,
                                                 std::shared_ptr<const Interrupt> interrupt) {
  std::vector<Task<std::vector<model::Finding>>> tasks;
  for (const auto& node : config.nodes)
    if (!node.fence.empty())
      tasks.push_back(examine_node(loop, node.name, levels_of(node, fleet_file), interrupt));
  const auto by_node = co_await all(loop, std::move(tasks));
  std::vector<model::Finding> findings;
  for (const auto& some : by_node) findings.insert(findings.end(), some.begin(), some.end());
  co_return findings;
}

}  // namespace haxen::program
