// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the plan file: a kept plan as one JSON document.
#pragma once

#include <string>

#include "base/result.hpp"
#include "operation/kept_plan.hpp"

namespace haxen::operation {

/// haxen/plan-file/1, described by plan-file-1.json beside the man pages. Bytes in names that are no UTF-8
/// become U+FFFD.
std::string to_json(const KeptPlan& kept);

/// What to_json() wrote. A document that is damaged is refused with kind usage: no JSON (with line and
/// column), another schema, and with the RFC 6901 pointer of the first fault: a field missing, of the wrong
/// type or out of bounds, a node or VM that is not in the basis, a move that waits for itself or a later one.
Result<KeptPlan> plan_from_json(const std::string& text);

}  // namespace haxen::operation
