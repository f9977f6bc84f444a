// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the definition of a VM that is off is moved: checked once more, noted, moved, proven.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "executor/connections.hpp"
#include "executor/routes.hpp"
#include "executor/settings.hpp"
#include "model/outcome.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// Outlives its run().
class DefinitionMover {
 public:
  DefinitionMover(Loop& loop, Connections& connections, const Settings& settings, Routes& routes,
                  Listener& listener, model::Vm vm, model::Move move);

  /// Ends with both ends asked, whatever happened between. Nothing is ever started or stopped.
  Task<model::MoveOutcome> run();

 private:
  // The call and where its end is told; shared with the task that waits for it, which may never return.
  struct Errand {
    std::unique_ptr<virt::Host> host;
    std::optional<Result<void>> result;
    std::shared_ptr<Bell> bell;
  };

  enum class Place { source, target, both, neither, in_use, unknown };

  Task<Place> find();
  Task<Result<void>> note();
  Task<Result<void>> send();
  Task<Result<void>> attempt(virt::Route route);
  Task<void> conclude(Result<void> ended);
  Task<void> put_right_at(NodeName node);
  static Task<void> carry(std::shared_ptr<Errand> errand, virt::MigrationRequest request);
  std::optional<NodeName> origin() const;
  void warn(std::string text);

  Loop& loop_;
  Connections& connections_;
  const Settings& settings_;
  Routes& routes_;
  Listener& listener_;
  model::Vm vm_;
  model::NamedVm named_;
  model::MoveOutcome outcome_;
  bool autostart_ = false;
};

}  // namespace haxen::executor
