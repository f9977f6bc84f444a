// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a plan or an outcome is of, as far as a reader wants to be told.
#include "report/undertaking.hpp"

#include <fmt/format.h>

#include "report/text.hpp"

namespace haxen::report {

std::string title(const Undertaking& of) {
  std::vector<std::string> nodes;
  for (const auto& node : of.nodes) nodes.push_back(node.str());
  if (of.newcomer) nodes.push_back(of.newcomer->name.str());
  const auto what = nodes.empty() ? of.command : fmt::format("{} {}", of.command, joined(nodes));
  return of.simulated ? "simulated: " + what : what;
}

Milliseconds budget(const Undertaking& of, const model::Vm& vm) {
  return of.max_outage.value_or(vm.policy.outage_budget);
}

}  // namespace haxen::report
