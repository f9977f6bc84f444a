// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what of a fleet has changed under a kept plan.
#pragma once

#include <string>
#include <vector>

#include "operation/kept_plan.hpp"

namespace haxen::operation {

/// Every way in which the plan's nodes and VMs are not what they were: where VMs are, how large, in what
/// state, how large nodes are, their marks, the rules. What the plan itself does is no change, so that a plan
/// done in part goes on; nor are CPU use and measured free memory. One line each, as in
/// "vm 'web1': is on node 'n3' now, not on 'n1'"; empty where nothing has changed.
std::vector<std::string> drift(const KeptPlan& kept, const model::Fleet& now);

}  // namespace haxen::operation
