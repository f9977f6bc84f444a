// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a past operation is called, and how it ended, in few words.
#pragma once

#include <string>

#include "report/history.hpp"
#include "report/table.hpp"

namespace haxen::report {

/// "drain node1"
std::string title(const model::Operation& operation);
/// "in part", and whether that is good.
Cell result(const Past& past);

}  // namespace haxen::report
