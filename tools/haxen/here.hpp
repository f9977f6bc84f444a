// SPDX-License-Identifier: GPL-2.0-or-later
// Knows this machine: which node of the fleet it is, and what its systemd says of it.
#pragma once

#include "base/duration.hpp"
#include "base/result.hpp"
#include "config/config.hpp"

namespace haxen::program {

/// The reason that a node's cordon has where its own shutdown set it.
inline constexpr auto shutdown_reason = "the node was shut down";

/// The node that $HAXEN_NODE names, else the one that is called as this machine is. Refuses with `usage`.
Result<NodeName> local_node(const config::Config& config);

/// Lets haxen reach this node by its hypervisor's own socket: while a machine shuts down, its sshd may be
/// gone.
void reach_directly(config::Config& config, const NodeName& node);

/// Whether systemd is stopping this machine. A fault where it cannot be asked: then nobody knows.
Result<bool> is_stopping();

/// Waits until systemd has started everything. Refuses where a unit has failed, and where the machine does
/// not come up within `patience`.
Result<void> await_health(Milliseconds patience);

}  // namespace haxen::program
