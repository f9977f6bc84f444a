// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the smallest changes with which a VM that fits nowhere would fit.
#pragma once

#include <vector>

#include "planner/make_way.hpp"

namespace haxen::planner {

/// For a VM that no node admits: of each kind of change the smallest one that is enough by itself, cheapest
/// kind first: taking a cordon off, dropping a rule, virtual CPUs and memory. Where none of them is, two of
/// them on one node that are enough together. Shutting the VM down comes last.
std::vector<model::Relaxation> relaxations(const Placement& now, const Bounds& bounds, VmIndex vm);

}  // namespace haxen::planner
