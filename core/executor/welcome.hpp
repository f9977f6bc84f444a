// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whether a node still takes the VMs that an operation is to send there.
#pragma once

#include "executor/connections.hpp"

namespace haxen::executor {

/// Refuses with `busy` where the node's mark says by now that it goes down, or is another operation's: since
/// `operation` has booked its room there, somebody has cordoned the node or taken it over.
Task<Result<void>> is_welcome(Connections& connections, OperationId operation, NodeName to);

}  // namespace haxen::executor
