// SPDX-License-Identifier: GPL-2.0-or-later
// Knows lengths of time as people write and read them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace haxen {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::duration<double>;

/// Reads "250ms", "10s", "1.5s", "2m", "1h", "1d". A bare number is refused: its unit would be a guess.
Result<Milliseconds> parse_duration(std::string_view text);

/// "57 ms", "4.2 s", "3 min 05 s", "2 h 10 min".
std::string to_string(Seconds length);

}  // namespace haxen
