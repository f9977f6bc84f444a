// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what is to be made of a fleet's answers: what is in order, and what an operator should mend.
#pragma once

#include <vector>

#include "checkup/examine.hpp"
#include "model/check.hpp"
#include "model/fleet.hpp"

namespace haxen::checkup {

/// `answers` stand for `questions`, one for one, and those are every node of the fleet.
model::FleetCheck judge(const model::Fleet& fleet, const std::vector<Question>& questions,
                        const std::vector<Answers>& answers);

}  // namespace haxen::checkup
