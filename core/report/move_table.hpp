// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the moves of a plan are listed.
#pragma once

#include <string>

#include "model/plan.hpp"
#include "report/callings.hpp"
#include "report/style.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

/// What the VM itself has; what is booked for it where nothing else is known.
Bytes memory_of(const model::Move& move, const Callings& callings);

/// A row for each, as wide as the style's lines; only columns with something to tell. Empty without moves.
std::string move_table(const Undertaking& of, const model::Plan& plan, const Callings& callings,
                       const Style& style);

}  // namespace haxen::report
