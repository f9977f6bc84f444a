// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the nodes' own answers and the fleet file add up to a fleet.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "inventory/statements.hpp"
#include "model/fleet.hpp"
#include "virt/host.hpp"

namespace haxen::inventory {

/// What one node had to say.
struct Answer {
  Result<virt::Observation> seen;
  std::map<std::string, model::CpuFit> cpu_fit;  ///< by Vm::cpu
  std::map<std::string, model::Image> images{};  ///< by path
};

/// Names, links, labels, capacity, policy and rules are the fleet file's, and with them what VMs' owners
/// state in metadata; all else is the nodes' own. Nodes, VMs and absent nodes come sorted as Fleet promises.
/// Warnings are of statements left out, and of rules that can never hold. Requires that every answer's name
/// is in the fleet file.
///
/// Of `lost` those that did not answer become the fleet's lost nodes; what VMs' owners state there counts too.
Joined assemble(const config::Config& config, const std::map<NodeName, Answer>& answers,
                const std::vector<model::LedgerNode>& lost = {});

/// The same for nodes whose own answers hold all that a fleet file would add, as those of simulated hosts do:
/// rules and the nodes absent before are those of `known`.
Joined assemble(const model::Fleet& known, const std::map<NodeName, Answer>& answers,
                const std::vector<model::LedgerNode>& lost = {});

/// What VMs may hold on a node: its physical memory, or the cap if that is less, times the overcommit, less
/// the reserve.
Bytes capacity(Bytes physical, const config::NodeEntry& entry, double overcommit);

}  // namespace haxen::inventory
