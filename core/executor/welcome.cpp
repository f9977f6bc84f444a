// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to read the mark of a move's target.
#include "executor/welcome.hpp"

#include <fmt/format.h>

namespace haxen::executor {

Task<Result<void>> is_welcome(Connections& connections, OperationId operation, NodeName to) {
  const auto found = co_await connections.read_mark(to);
  // Without marks nobody can have said anything.
  if (!found && found.error().kind == FaultKind::unsupported) co_return Result<void>{};
  if (!found) co_return tl::unexpected(found.error());
  if (!*found) co_return Result<void>{};
  const model::Mark& mark = **found;
  if (mark.leaving) co_return fault(FaultKind::busy, fmt::format("node '{}': it is going down", to));
  if (mark.operation == operation) co_return Result<void>{};
  const auto* what = mark.kind == model::MarkKind::cordon ? "cordoned" : "taken over";
  co_return fault(FaultKind::busy, fmt::format("node '{}': it was {} meanwhile, by operation {} of {}@{}", to,
                                               what, mark.operation, mark.holder.user, mark.holder.host));
}

}  // namespace haxen::executor
