// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a wish and a fleet become what there is to agree to, and what is to be marked for it.
#pragma once

#include <vector>

#include "operation/operation.hpp"

namespace haxen::operation {

/// `own`: this operation, whose marks mean nothing to itself.
Draft draft(const Wish& wish, model::Fleet fleet, const executor::Self& self, const OperationId& own);

/// Whether there is anything to be done, blockers or not.
bool has_work(const Draft& draft);

/// What is told once the draft was agreed to.
model::OperationBegan announcement(const Wish& wish, const Draft& draft, const OperationId& operation);

/// Whether something stands in the way that the wish has no answer to.
bool is_stuck(const Wish& wish, const Draft& draft);

/// Whether two drafts come to the same: the same VMs by the same ways, and the same in the way of the others.
bool is_same(const Draft& a, const Draft& b);

/// The marks that carrying out the draft needs.
std::vector<executor::Wanted> wanted_marks(const Wish& wish, const Draft& draft);

}  // namespace haxen::operation
