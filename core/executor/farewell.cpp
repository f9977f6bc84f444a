// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the mark that stands beside another operation's.
#include "executor/farewell.hpp"

#include <utility>

namespace haxen::executor {

Farewell::Farewell(Connections& connections, OperationId operation, model::Holder holder)
    : connections_(connections), operation_(std::move(operation)), holder_(std::move(holder)) {}

Task<void> Farewell::say(NodeName node, std::string reason, model::WallTime now) {
  model::Mark mark;
  mark.kind = model::MarkKind::cordon;
  mark.leaving = true;
  mark.active = true;
  mark.operation = operation_;
  mark.holder = holder_;
  mark.reason = std::move(reason);
  mark.since = now;
  const auto placed = co_await connections_.place_mark(node, mark);
  if (placed) said_[node] = placed->id;
}

Task<void> Farewell::take_back() {
  const auto said = std::exchange(said_, {});
  for (const auto& [node, id] : said) co_await connections_.remove_mark(node, id);
}

}  // namespace haxen::executor
