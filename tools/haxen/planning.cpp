// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how flags become questions to the planner.
#include "planning.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "here.hpp"
#include "inventory/choice.hpp"
#include "planner/audit.hpp"
#include "report/words.hpp"

namespace haxen::program {

namespace {

Result<std::set<VmUuid>> uuids(const model::Fleet& fleet, const std::vector<std::string>& words) {
  const auto vms = inventory::choose_vms(fleet, words);
  if (!vms) return tl::unexpected(vms.error());
  std::set<VmUuid> result;
  for (const auto& vm : *vms) result.insert(vm.uuid);
  return result;
}

std::string in_words(const model::Fleet& fleet, const model::Blocker& broken) {
  const auto* vm = model::find_vm(fleet, broken.vm);
  const auto where = broken.node ? fmt::format(" on node '{}'", *broken.node) : "";
  return fmt::format("vm '{}'{}: {}", vm != nullptr ? vm->name.str() : broken.vm.str(), where,
                     report::sentence(broken));
}

}  // namespace

Result<std::set<NodeName>> nodes_in(const model::Fleet& fleet, const std::vector<std::string>& words) {
  const auto names = inventory::choose_nodes(fleet, words);
  if (!names) return tl::unexpected(names.error());
  return std::set<NodeName>(names->begin(), names->end());
}

Result<std::set<NodeName>> nodes_for(const ChangeFlags& flags, const std::vector<std::string>& words,
                                     const model::Fleet& fleet, const config::Config& config) {
  if (!flags.local) return nodes_in(fleet, words);
  const auto here = local_node(config);
  if (!here) return tl::unexpected(here.error());
  return std::set<NodeName>{*here};
}

Result<void> require_answers(const model::Fleet& fleet, const std::set<NodeName>& nodes) {
  for (const auto& absent : fleet.absent) {
    if (nodes.contains(absent.name)) return tl::unexpected(absent.why);
  }
  return {};
}

Result<planner::Selection> select(const model::Fleet& fleet, const std::vector<std::string>& only,
                                  const std::vector<std::string>& except) {
  planner::Selection selection;
  if (!only.empty()) {
    auto chosen = uuids(fleet, only);
    if (!chosen) return tl::unexpected(chosen.error());
    selection.only = std::move(*chosen);
  }
  auto spared = uuids(fleet, except);
  if (!spared) return tl::unexpected(spared.error());
  selection.except = std::move(*spared);
  return selection;
}

planner::LocalDisks local_disks(const ChangeFlags& flags) {
  return flags.copy_storage ? planner::LocalDisks::copied : planner::LocalDisks::stay;
}

inventory::Images images_for(const ChangeFlags& flags) {
  return flags.copy_storage ? inventory::Images::all : inventory::Images::read_only;
}

planner::StoppedVms stopped_vms(const ChangeFlags& flags) {
  return flags.with_stopped ? planner::StoppedVms::move : planner::StoppedVms::stay;
}

planner::Limits limits_for(const config::Config& config, const ChangeFlags& flags) {
  if (flags.parallel) return {*flags.parallel, *flags.parallel, *flags.parallel};
  return {config.defaults.moves_per_source, config.defaults.moves_per_target, config.defaults.moves_in_fleet};
}

Result<NodeName> target_in(const model::Fleet& fleet, const std::string& word) {
  const auto nodes = nodes_in(fleet, {word});
  if (!nodes) return tl::unexpected(nodes.error());
  if (nodes->size() != 1) return fault(FaultKind::usage, fmt::format("--to: '{}' means several nodes", word));
  if (const auto answered = require_answers(fleet, *nodes); !answered)
    return tl::unexpected(answered.error());
  return *nodes->begin();
}

std::vector<std::string> audit_in_words(const model::Fleet& fleet, const model::Plan& plan) {
  std::vector<std::string> broken;
  for (const auto& blocker : planner::audit(fleet, plan)) broken.push_back(in_words(fleet, blocker));
  return broken;
}

}  // namespace haxen::program
