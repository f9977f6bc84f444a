// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan that was agreed upon is kept, and becomes a wish again.
#pragma once

#include "operation/kept_plan.hpp"
#include "operation/operation.hpp"

namespace haxen::operation {

/// The plan of `draft`, made for `wish` at `now`.
KeptPlan keep(const Wish& wish, const Terms& terms, const Draft& draft, model::WallTime now);

/// To carry out what is still to do of it. Its `audit` is the caller's to set.
Wish wish_for(const KeptPlan& kept);

}  // namespace haxen::operation
