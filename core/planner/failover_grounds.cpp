// SPDX-License-Identifier: GPL-2.0-or-later
// Knows when nothing may be done in the place of a silent node.
#include <fmt/format.h>

#include "planner/failover.hpp"

namespace haxen::planner {
namespace {

std::string named(const std::set<NodeName>& nodes) {
  std::string words;
  for (const auto& node : nodes) words += fmt::format("{}'{}'", words.empty() ? "" : ", ", node);
  return words;
}

}  // namespace

Result<void> may_fail_over(const model::Fleet& fleet, const std::set<NodeName>& lost, unsigned max_silent) {
  std::set<NodeName> answering;
  std::set<NodeName> others;
  for (const auto& node : fleet.nodes)
    if (lost.contains(node.name)) answering.insert(node.name);
  for (const auto& absent : fleet.absent)
    if (!lost.contains(absent.name)) others.insert(absent.name);
  if (!answering.empty())
    return fault(FaultKind::unproven,
                 answering.size() == 1 ? fmt::format("node {} answers: it is not dead", named(answering))
                                       : fmt::format("nodes {} answer: they are not dead", named(answering)),
                 "'haxen drain' moves its VMs while they run; 'haxen fence NODE off' ends them");
  if (!others.empty())
    return fault(FaultKind::unproven,
                 fmt::format("{} {} not answer either, and may run what ran on {}",
                             others.size() == 1 ? "node" : "nodes",
                             named(others) + (others.size() == 1 ? " does" : " do"), named(lost)),
                 "bring it back; or, if it is dead as well, name it too");
  const auto all = fleet.nodes.size() + fleet.absent.size();
  if (fleet.absent.size() * 100 > all * max_silent)
    return fault(FaultKind::unproven,
                 fmt::format("{} of {} nodes do not answer: it is more likely that this machine is cut off",
                             fleet.absent.size(), all),
                 fmt::format("run it where the nodes can be reached; if so many are dead, --max-lost {}%",
                             (fleet.absent.size() * 100 + all - 1) / all));
  return {};
}

}  // namespace haxen::planner
