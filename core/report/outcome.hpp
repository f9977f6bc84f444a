// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the end of an operation is shown.
#pragma once

#include <string>

#include "model/fleet.hpp"
#include "model/outcome.hpp"
#include "report/style.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

/// Where each VM is now, what came of its move, how long it took and how long it was away, with every fault
/// and warning; at the end the summary. `fleet` is the one that was planned for.
std::string outcome_screen(const Undertaking& of, const Ending& ending, const model::Fleet& fleet,
                           const model::Outcome& outcome, const Style& style);

}  // namespace haxen::report
