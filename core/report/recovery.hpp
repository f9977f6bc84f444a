// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how it is shown what is to be started in the place of nodes that are lost.
#pragma once

#include <string>

#include "model/fleet.hpp"
#include "model/plan.hpp"
#include "report/style.hpp"
#include "report/undertaking.hpp"

namespace haxen::report {

/// What there is to start, what is kept of the lost nodes, and how they are proven dead.
std::string recovery_summary(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
                             const Style& style);

/// Where each VM is started, what stays off, and what one more loss would mean. Empty where nothing starts.
std::string recovery_table(const model::Fleet& fleet, const model::Plan& plan, const Style& style);

}  // namespace haxen::report
