// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to break and join text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace haxen::report {

/// Lines of at most `columns`, broken at blanks; a longer word is broken where it must be. At least one line.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// "a, b and c"
std::string joined(const std::vector<std::string>& words);

/// "1 VM", "2 VMs"
std::string counted(std::size_t count, std::string_view one, std::string_view several);

}  // namespace haxen::report
