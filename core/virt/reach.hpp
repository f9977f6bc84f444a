// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whether a TCP port answers, within a bound.
#pragma once

#include <chrono>
#include <string>

#include "base/result.hpp"

namespace haxen::virt {

/// Connects to any of the host's addresses and hangs up again. Waits no longer than `bound` for an answer;
/// looking up the name is the resolver's own time. A fault of kind `unreachable` says why not, as one phrase:
/// "connection refused".
Result<void> reach(const std::string& host, unsigned port, std::chrono::milliseconds bound);

}  // namespace haxen::virt
