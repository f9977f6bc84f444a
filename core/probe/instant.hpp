// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the clock that all probing is measured by: monotonic, in nanoseconds.
#pragma once

#include <chrono>

namespace haxen::probe {

/// CLOCK_MONOTONIC, as timers and the kernel's own programs tell it.
using Instant = std::chrono::steady_clock::time_point;
using Span = std::chrono::nanoseconds;

inline Instant now() { return std::chrono::steady_clock::now(); }

}  // namespace haxen::probe
