// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how moments and ages are told to a person.
#pragma once

#include <string>

#include "model/mark.hpp"

namespace haxen::report {

/// "2024-05-17 20:15Z": UTC, because admin hosts differ and the nodes' marks do not.
std::string minute(model::WallTime time);

/// "just now", "12 min ago", "in 3 h 05 min", "5 days ago".
std::string relative(model::WallTime time, model::WallTime now);

}  // namespace haxen::report
