// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a text becomes JSON, and where in it that ends.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/result.hpp"
#include "document/model.hpp"

namespace haxen::document {

/// Refuses what is no JSON with kind usage, with line and column where they are known.
Result<Json> parsed(const std::string& text);

}  // namespace haxen::document
