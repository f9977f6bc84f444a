// SPDX-License-Identifier: GPL-2.0-or-later
// Knows whose mark may be replaced, and by whom.
#include "executor/marks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace haxen::executor {

namespace {

using model::Mark;
using model::MarkKind;

// Another operation may put its mark between our look and our deed; after so many such races somebody else is
// at work.
constexpr int attempts = 5;

Mark mark_for(const Wanted& wanted, const OperationId& operation, const model::Holder& holder,
              model::WallTime now) {
  Mark mark;
  mark.kind = wanted.kind;
  mark.operation = operation;
  mark.holder = holder;
  mark.active = true;
  mark.reason = wanted.reason;
  mark.since = now;
  mark.until = wanted.until;
  mark.booked = wanted.booked;
  return mark;
}

// A node that stays cordoned has been so since it was first, and for that reason unless there is a new one.
Mark inherit(Mark mark, const Mark& former) {
  if (mark.kind != MarkKind::cordon || former.kind != MarkKind::cordon) return mark;
  mark.since = former.since;
  if (mark.reason.empty()) mark.reason = former.reason;
  if (!mark.until) mark.until = former.until;
  return mark;
}

std::string not_updated(const NodeName& node, const Fault& why) {
  return fmt::format("node '{}': its mark could not be brought up to date: {}", node, why.message);
}

}  // namespace

Marks::Marks(Connections& connections, Listener& listener, OperationId operation, Self self,
             std::optional<OperationId> take_over)
    : connections_(connections),
      listener_(listener),
      operation_(std::move(operation)),
      self_(std::move(self)),
      take_over_(std::move(take_over)) {}

Task<Result<void>> Marks::take(std::vector<Wanted> wanted, model::WallTime now, std::set<NodeName> reopened) {
  std::ranges::sort(wanted, {}, &Wanted::node);
  for (const auto& each : wanted) {
    auto taken = co_await take_one(each, now, reopened.contains(each.node));
    if (!taken) {
      co_await withdraw();
      co_return taken;
    }
    listener_.hear(model::Marked{each.node, each.kind, each.booked});
  }
  co_return Result<void>{};
}

Task<Result<void>> Marks::take_one(Wanted wanted, model::WallTime now, bool reopened) {
  auto mark = mark_for(wanted, operation_, self_.holder, now);
  std::optional<Mark> idle;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const auto placed = co_await connections_.place_mark(wanted.node, mark);
    if (placed) {
      held_[wanted.node] = Held{*placed, idle};
      co_return Result<void>{};
    }
    if (placed.error().kind != FaultKind::exists) co_return tl::unexpected(placed.error());
    const auto found = co_await connections_.read_mark(wanted.node);
    if (!found) co_return tl::unexpected(found.error());
    if (!*found) continue;
    const Mark& former = **found;
    if (former.operation == operation_) {  // ours: the answer to an earlier attempt was lost
      held_[wanted.node] = Held{former, idle};
      co_return Result<void>{};
    }
    const auto replace = may_replace(former, wanted, reopened);
    if (!replace) co_return tl::unexpected(replace.error());
    // Removed first and placed anew under another id: of two that replace the same mark, only one can place.
    const auto removed = co_await connections_.remove_mark(wanted.node, former.id);
    if (!removed && removed.error().kind != FaultKind::missing) co_return removed;
    mark = inherit(mark, former);
    if (!former.active && former.kind == MarkKind::cordon) idle = former;
  }
  co_return fault(FaultKind::busy, fmt::format("node '{}': other operations keep marking it", wanted.node),
                  "look at 'haxen status' and try again");
}

bool Marks::is_held(const Mark& found) const {
  const bool named = take_over_ && *take_over_ == found.operation;
  return found.active && !named && self_.judge(found.holder) != Liveness::dead;
}

Result<void> Marks::may_replace(const Mark& found, const Wanted& wanted, bool reopened) const {
  if (is_held(found)) return tl::unexpected(held(wanted.node, found));
  if (wanted.kind == MarkKind::cordon || found.kind == MarkKind::claim || reopened || found.active) return {};
  return fault(FaultKind::exists, fmt::format("node '{}': it has been cordoned meanwhile", wanted.node),
               "run the command again for a new plan");
}

Task<Result<bool>> Marks::lift(NodeName node) {
  const auto found = co_await connections_.read_mark(node);
  if (!found) co_return tl::unexpected(found.error());
  if (!*found) co_return false;
  const Mark& mark = **found;
  if (is_held(mark)) co_return tl::unexpected(held(node, mark));
  const auto removed = co_await connections_.remove_mark(node, mark.id);
  if (!removed && removed.error().kind != FaultKind::missing) co_return tl::unexpected(removed.error());
  listener_.hear(model::Unmarked{node, mark.kind});
  co_return true;
}

Fault Marks::held(const NodeName& node, const Mark& found) const {
  const auto& holder = found.holder;
  auto message = fmt::format("node '{}': operation {} of {}@{} (pid {}) holds it", node, found.operation,
                             holder.user, holder.host, holder.pid);
  if (!found.reason.empty()) message += fmt::format(", for '{}'", found.reason);
  const bool here = self_.judge(holder) == Liveness::alive;
  return {FaultKind::busy, message,
          here ? "wait for it to end"
               : fmt::format("when it surely runs no more: --take-over {}", found.operation)};
}

Task<std::vector<std::string>> Marks::release() { return let_go(&Marks::release_one); }

Task<std::vector<std::string>> Marks::withdraw() { return let_go(&Marks::put_back); }

Task<std::vector<std::string>> Marks::let_go(Deed deed) {
  const auto held = std::exchange(held_, {});
  std::vector<Task<Result<void>>> deeds;
  for (const auto& [node, each] : held) deeds.push_back((this->*deed)(node, each));
  const auto done = co_await all(connections_.loop(), std::move(deeds));
  std::vector<std::string> left;
  auto result = done.begin();
  for (const auto& [node, each] : held) {
    if (!*result && result->error().kind != FaultKind::missing)
      left.push_back(not_updated(node, result->error()));
    ++result;
  }
  co_return left;
}

Task<Result<void>> Marks::release_one(NodeName node, Held held) {
  if (held.mark.kind == MarkKind::claim) {
    const auto removed = co_await connections_.remove_mark(node, held.mark.id);
    if (removed) listener_.hear(model::Unmarked{node, held.mark.kind});
    co_return removed;
  }
  auto idle = held.mark;
  idle.active = false;
  co_return co_await connections_.rewrite_mark(node, idle);
}

Task<Result<void>> Marks::put_back(NodeName node, Held held) {
  auto removed = co_await connections_.remove_mark(node, held.mark.id);
  if (removed) listener_.hear(model::Unmarked{node, held.mark.kind});
  if (!removed || !held.former) co_return removed;
  const auto placed = co_await connections_.place_mark(node, *held.former);
  if (!placed) co_return tl::unexpected(placed.error());
  co_return Result<void>{};
}

}  // namespace haxen::executor
