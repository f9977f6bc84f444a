// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what stands in the way of VMs is shown: by reason, each with what would resolve it.
#pragma once

#include <string>

#include "model/plan.hpp"
#include "report/callings.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// Every reason once, with the VMs and nodes that it holds for, and its remedy. VMs with the same particulars
/// share a line. Empty when nothing is in the way.
std::string blocker_screen(const model::Plan& plan, const Callings& callings, const Style& style);

}  // namespace haxen::report
