// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how an operation marks nodes so that every other one sees it, and how it clears up after itself and
// the dead.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "executor/connections.hpp"
#include "executor/settings.hpp"
#include "model/mark.hpp"

namespace haxen::executor {

/// Whether the process that holds a mark still runs, as far as this host can tell.
enum class Liveness {
  alive,
  dead,
  elsewhere,  ///< it runs, or ran, on another host: nobody here can tell
};

/// Who this process is.
struct Self {
  model::Holder holder;
  std::function<Liveness(const model::Holder&)> judge;
};

/// What a node is to be marked with.
struct Wanted {
  NodeName node;
  model::MarkKind kind = model::MarkKind::cordon;
  Bytes booked{};
  std::string reason;
  std::optional<model::WallTime> until;
};

/// The marks of one operation. Marks are taken in the order of the nodes' names, so that of two operations
/// that want the same nodes one gets on and the other is refused, never each the half.
class Marks {
 public:
  Marks(Connections& connections, Listener& listener, OperationId operation, Self self,
        std::optional<OperationId> take_over);

  /// Takes all of `wanted` or none. An idle cordon is taken over where a cordon is wanted, or where
  /// `reopened` says that it may become a claim; a mark whose holder is dead is taken over everywhere.
  /// Refuses with `busy` where another operation holds a node, and with `exists` where a node that was to
  /// receive VMs has been cordoned.
  Task<Result<void>> take(std::vector<Wanted> wanted, model::WallTime now, std::set<NodeName> reopened);

  /// Removes the node's mark, whoever left it; false where there was none. Refuses with `busy` while an
  /// operation holds it.
  Task<Result<bool>> lift(NodeName node);

  /// Ends the operation: claims go, cordons stay without a holder at work. What could not be done is returned
  /// as words.
  Task<std::vector<std::string>> release();

  /// As if it had never begun: what was not marked before is not marked, what was cordoned before is so
  /// again.
  Task<std::vector<std::string>> withdraw();

 private:
  struct Held {
    model::Mark mark;
    std::optional<model::Mark> former;  // the idle cordon that it replaced
  };

  Task<Result<void>> take_one(Wanted wanted, model::WallTime now, bool reopened);
  using Deed = Task<Result<void>> (Marks::*)(NodeName, Held);
  /// Does it to all that are held, at once: a node that does not answer keeps none of the others waiting.
  Task<std::vector<std::string>> let_go(Deed deed);
  Task<Result<void>> release_one(NodeName node, Held held);
  Task<Result<void>> put_back(NodeName node, Held held);
  bool is_held(const model::Mark& found) const;
  Result<void> may_replace(const model::Mark& found, const Wanted& wanted, bool reopened) const;
  Fault held(const NodeName& node, const model::Mark& found) const;

  Connections& connections_;
  Listener& listener_;
  OperationId operation_;
  Self self_;
  std::optional<OperationId> take_over_;
  std::map<NodeName, Held> held_;
};

}  // namespace haxen::executor
