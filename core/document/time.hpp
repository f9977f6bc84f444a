// SPDX-License-Identifier: GPL-2.0-or-later
// Knows moments as documents write them: RFC 3339 in UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/event.hpp"
#include "model/mark.hpp"

namespace haxen::document {

/// "2024-05-17T20:15:00Z"
std::string rfc3339(model::WallTime time);
/// "2024-05-17T20:15:00.250Z"
std::string rfc3339(model::Moment time);

/// Reads what RFC 3339 allows, with 'Z' or an offset; fractions of a second are dropped. None for anything
/// else.
std::optional<model::WallTime> from_rfc3339(std::string_view text);

}  // namespace haxen::document
