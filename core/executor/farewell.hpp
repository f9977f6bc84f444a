// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node that goes down tells whoever has booked room on it that nothing more is to come.
#pragma once

#include <map>
#include <string>

#include "executor/connections.hpp"
#include "model/mark.hpp"

namespace haxen::executor {

/// Says it beside the mark of the other operation, which is not this one's to change.
class Farewell {
 public:
  Farewell(Connections& connections, OperationId operation, model::Holder holder);

  /// May be said again, as often as there is reason to think that a daemon has forgotten it. A node that
  /// cannot be told is none the worse for it: then what comes to it is passed on.
  Task<void> say(NodeName node, std::string reason, model::WallTime now);
  Task<void> take_back();

 private:
  Connections& connections_;
  OperationId operation_;
  model::Holder holder_;
  std::map<NodeName, std::string> said_;  // and the id of the mark that says it
};

}  // namespace haxen::executor
