// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a moment is to those who put events in order.
#pragma once

#include <chrono>

namespace haxen::model {

/// On the wall clock, fine enough to put events in order.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace haxen::model
