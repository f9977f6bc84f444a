// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the definition of a VM that is off is moved: checked once more, noted, moved, proven.
#pragma once

#include <optional>
#include <string>

#include "executor/connections.hpp"
#include "executor/ground.hpp"
#include "model/outcome.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// Outlives its run().
class DefinitionMover {
 public:
  DefinitionMover(const Ground& ground, model::Vm vm, model::Move move);

  /// Ends with both ends asked, whatever happened between. Nothing is ever started or stopped.
  Task<model::MoveOutcome> run();

 private:
  enum class Place { source, target, both, neither, in_use, unknown };

  Task<void> move_it();
  Task<Place> find();
  Task<Result<void>> note();
  Task<Result<void>> go();
  Task<void> conclude(Result<void> ended);
  Task<void> put_right_at(NodeName node);
  std::optional<NodeName> origin() const;
  void warn(std::string text);

  Ground ground_;
  Connections& connections_;
  model::Vm vm_;
  model::NamedVm named_;
  model::MoveOutcome outcome_;
  bool autostart_ = false;
};

}  // namespace haxen::executor
