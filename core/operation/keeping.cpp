// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan that was agreed upon is kept, and becomes a wish again.
#include "operation/keeping.hpp"

#include <memory>

#include "operation/drift.hpp"

namespace haxen::operation {

KeptPlan keep(const Wish& wish, const Terms& terms, const Draft& draft, model::WallTime now) {
  KeptPlan kept;
  kept.command = wish.command;
  kept.time = now;
  kept.cordon = wish.cordon;
  kept.reopen = wish.reopen;
  kept.reason = wish.reason;
  kept.until = wish.until;
  kept.on_blocked = wish.on_blocked;
  kept.terms = terms;
  kept.plan = draft.plan;
  kept.plan.relaxations.clear();  // what would help is a question to a fleet, not to a plan
  kept.plan.resting.clear();      // and who stays for a while one to the clock
  auto marked = wish.cordon;
  marked.insert(wish.reopen.begin(), wish.reopen.end());
  kept.basis = basis_of(draft.fleet, kept.plan, std::move(marked));
  return kept;
}

Wish wish_for(const KeptPlan& kept) {
  const auto shared = std::make_shared<const KeptPlan>(kept);
  Wish wish;
  wish.command = kept.command;
  wish.plan = [shared](const model::Fleet& now) { return remaining(*shared, now); };
  wish.drift = [shared](const model::Fleet& now) { return drift(*shared, now); };
  wish.cordon = kept.cordon;
  wish.reopen = kept.reopen;
  wish.reason = kept.reason;
  wish.until = kept.until;
  wish.on_blocked = kept.on_blocked;
  return wish;
}

}  // namespace haxen::operation
