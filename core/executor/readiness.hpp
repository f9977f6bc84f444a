// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whether a VM can set out on its move, by what both ends say of it just before.
#pragma once

#include "base/result.hpp"
#include "model/outcome.hpp"
#include "model/vm.hpp"
#include "virt/host.hpp"

namespace haxen::executor {

struct Readiness {
  enum class Course {
    sets_out,
    is_followed,  ///< its migration to this target is under way already
    is_there,     ///< somebody moved it first
    is_between,   ///< what is seen may be the last moment of a hand-over: to be asked once more
    stays,
  };

  Course course = Course::stays;
  model::MoveResult result = model::MoveResult::not_started;  ///< where it stays, or is between for good
  haxen::Fault why{};                                         ///< the same
};

/// What the two answers, taken at about the same time, mean for a move of `vm` that has not begun. One whose
/// post-copy broke off stays, unproven, although its source's migration is under way for good.
Readiness readiness(const model::Vm& vm, const model::Move& move, const virt::Presence& at_source,
                    const virt::Presence& at_target);

}  // namespace haxen::executor
