// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how an operation is told that ends before anything was carried out.
#pragma once

#include "executor/settings.hpp"
#include "operation/operation.hpp"

namespace haxen::operation {

Ended refusal(Draft current, Fault fault);

/// What was agreed to is not to be after all: somebody who was asked says no, or the operator says stop.
Ended veto(Draft current, Fault fault, const executor::StopSwitch& stop);

}  // namespace haxen::operation
