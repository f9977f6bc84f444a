// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how flags become questions to the planner.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "change.hpp"
#include "config/config.hpp"
#include "inventory/local_images.hpp"
#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "planner/evacuate.hpp"
#include "planner/request.hpp"

namespace haxen::program {

/// The nodes that the words mean, names or patterns; also those that did not answer.
Result<std::set<NodeName>> nodes_in(const model::Fleet& fleet, const std::vector<std::string>& words);

/// The node that is this machine, where --local asks for it; else nodes_in().
Result<std::set<NodeName>> nodes_for(const ChangeFlags& flags, const std::vector<std::string>& words,
                                     const model::Fleet& fleet, const config::Config& config);

/// Refuses, with the node's own fault, where one of `nodes` did not answer.
Result<void> require_answers(const model::Fleet& fleet, const std::set<NodeName>& nodes);

/// The VMs that --only and --except pick.
Result<planner::Selection> select(const model::Fleet& fleet, const std::vector<std::string>& only,
                                  const std::vector<std::string>& except);

planner::LocalDisks local_disks(const ChangeFlags& flags);
inventory::Images images_for(const ChangeFlags& flags);
planner::StoppedVms stopped_vms(const ChangeFlags& flags);
planner::Limits limits_for(const config::Config& config, const ChangeFlags& flags);

/// The one node that the word behind --to means. Refuses one that does not answer.
Result<NodeName> target_in(const model::Fleet& fleet, const std::string& word);

/// What the audit of the plan finds broken, in words.
std::vector<std::string> audit_in_words(const model::Fleet& fleet, const model::Plan& plan);

}  // namespace haxen::program
