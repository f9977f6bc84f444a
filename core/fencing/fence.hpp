// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's levels are tried one after the other.
#pragma once

#include <memory>
#include <vector>

#include "async/loop.hpp"
#include "fencing/level.hpp"
#include "model/fence.hpp"

namespace haxen::fencing {

/// `off` and `on`: the first level, and the next where it is not done; none once we are told to end.
/// `status`: all of them at once. Each works beside the loop, on a thread of its own, within its time limit
/// and six seconds.
Task<model::FenceOutcome> fence(Loop& loop, NodeName node, std::vector<model::FenceLevel> levels,
                                model::FenceAction action, std::shared_ptr<const Interrupt> interrupt);

/// All of them at once, in their order.
Task<std::vector<Examination>> examine(Loop& loop, std::vector<model::FenceLevel> levels,
                                       std::shared_ptr<const Interrupt> interrupt);

/// Whether one level has done what was asked.
bool is_done(const model::FenceOutcome& outcome);

/// What the first level says that has an answer to `status`.
std::optional<model::Power> power_of(const model::FenceOutcome& outcome);

}  // namespace haxen::fencing
