// SPDX-License-Identifier: GPL-2.0-or-later
// Knows where a report goes that nobody could read.
#pragma once

#include <string>
#include <string_view>

#include "base/names.hpp"
#include "base/result.hpp"

namespace haxen::program {

/// Keeps it below the state directory. Returns the file's path, which bears the operation's name.
Result<std::string> keep_report(const OperationId& operation, std::string_view text);

}  // namespace haxen::program
