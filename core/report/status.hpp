// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a fleet is shown on a screen.
#pragma once

#include <string>

#include "model/fleet.hpp"
#include "model/mark.hpp"
#include "report/style.hpp"

namespace haxen::report {

/// A summary and every node: VMs, memory used, promised and free of its capacity, CPUs, and below it who
/// cordoned it, what is under way, or why it does not answer. Used is measured, promised is what the VMs may
/// take at most, free is what is left of the capacity for further VMs.
std::string node_screen(const model::Fleet& fleet, model::WallTime now, const Style& style);

/// Every VM with its state, node, size, origin and what would keep it from moving.
std::string vm_screen(const model::Fleet& fleet, const Style& style);

}  // namespace haxen::report
