// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which operations may still be at work, by the marks that they left.
#pragma once

#include <set>

#include "executor/marks.hpp"
#include "model/fleet.hpp"

namespace haxen::executor {

/// It says that an operation is under way, whose process is gone.
bool is_dead(const model::Mark& mark, const Self& self);

/// Operations whose process may still be at work: their VMs are theirs.
std::set<OperationId> at_work(const model::Fleet& fleet, const Self& self);

}  // namespace haxen::executor
