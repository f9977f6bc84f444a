// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one VM is moved: checked once more, prepared, migrated, proven, and left as its owner had it.
#pragma once

#include <optional>
#include <string>

#include "executor/connections.hpp"
#include "executor/ground.hpp"
#include "executor/whereabouts.hpp"
#include "migration/steering.hpp"
#include "model/outcome.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// Whether the VM stays where a move takes it, as far as the plan tells.
enum class Journey {
  ends,
  goes_on,  ///< it is parked there until there is room for it where it is to be
};

/// Runs one move from its last check to its proof. Outlives its run().
class Mover {
 public:
  Mover(const Ground& ground, model::Vm vm, model::Move move, Journey journey);

  /// Ends with both ends asked, whatever happened between.
  Task<model::MoveOutcome> run();

 private:
  Task<Result<void>> check();
  Task<Sighting> ask_again();
  Task<void> is_there_already();
  Task<Result<void>> set_out();
  Task<bool> came_to_nothing();
  Task<Result<void>> prepare();
  Task<Result<void>> join();
  Task<void> conclude(Result<void> ended);
  Task<Sighting> find();
  Task<void> restore_definition();
  Task<void> discard_images();
  Task<void> leave_images();
  Task<void> restore(NodeName node);
  Task<void> arrived();
  Task<void> stayed();
  Task<void> clear_other_ends(Sighting sighting);
  void confess();

  virt::Notes notes_on_the_way() const;
  std::optional<model::WallTime> moved_to(const NodeName& node) const;
  void warn(std::string text);

  Ground ground_;
  Connections& connections_;
  model::Vm vm_;
  model::NamedVm named_;
  model::MoveOutcome outcome_;
  Journey journey_;

  std::vector<std::string> images_;  // paths of those that were made for it at the target
  bool prepared_ = false;            // the VM carries our notes and limit
  bool already_there_ = false;       // somebody moved it first
  std::string in_doubt_;             // where it may be beside the ends of this move, and why nobody knows
  Milliseconds former_downtime_{};
  std::optional<Time> guest_stopped_{};  // at the source
  std::optional<Time> resumed_{};        // at the target, where that is told
  bool autostart_ = false;
};

}  // namespace haxen::executor
