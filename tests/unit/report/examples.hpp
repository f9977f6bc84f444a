// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fleets, plans and outcomes that the tests of screens and documents look at.
#pragma once

#include <string>

#include "model/fleet.hpp"
#include "model/mark.hpp"
#include "model/outcome.hpp"
#include "model/plan.hpp"
#include "report/style.hpp"
#include "report/undertaking.hpp"

namespace example {

/// 2024-05-17 20:15:00 UTC
haxen::model::WallTime evening();

haxen::model::Node node(const std::string& name, haxen::Bytes capacity = haxen::gib(8));
haxen::model::Vm vm(const std::string& name, const std::string& on, haxen::Bytes memory = haxen::mib(512));
haxen::model::Mark cordon(const std::string& reason);

/// node1 to node3, six VMs, all well.
haxen::model::Fleet small();
/// What can be wrong is: one node cordoned and drained, one claimed, one silent; VMs hindered, moving,
/// doubled.
haxen::model::Fleet troubled();
/// Forty nodes of two versions, 400 VMs.
haxen::model::Fleet large();
/// Names longer than any screen would like, some not ASCII.
haxen::model::Fleet wordy();

/// Of `small()`: node1 is drained, one VM after another, one migration adopted.
haxen::model::Plan drain();
/// Of `troubled()`: nothing can move, each VM for reasons of its own, with relaxations.
haxen::model::Plan blocked();
/// Of `large()`: 30 VMs of compute-001 to -003 that no node takes.
haxen::model::Plan crowded();

/// What `drain()` may come to: one moved, one moved late, one stayed.
haxen::model::Outcome mixed();
/// The same, by somebody who probed the first two from outside as well.
haxen::model::Outcome seen();

haxen::report::Undertaking draining(const std::string& node);
haxen::report::Style screen(std::size_t width);

}  // namespace example
