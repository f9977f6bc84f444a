// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who this process is to other hosts, and which holders of marks run here.
#pragma once

#include "base/names.hpp"
#include "executor/marks.hpp"

namespace haxen::program {

executor::Self self();

/// Unique, and ordered by the time at which the operations began: "20260131T235959Z-9f3a61".
OperationId new_operation_id();

}  // namespace haxen::program
