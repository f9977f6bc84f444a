// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what an interrupted run has left half done is put right before the first move.
#pragma once

#include <string>
#include <vector>

#include "operation/operation.hpp"

namespace haxen::operation {

/// Tells the listener what was done, or why it could not be, and returns it, each line naming the VM. A shell
/// has nothing to put right: what there is of the VM is elsewhere.
Task<std::vector<std::string>> put_in_order(Context context, LooseEnd end);

}  // namespace haxen::operation
