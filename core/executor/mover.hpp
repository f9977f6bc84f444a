// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how one VM is moved: checked once more, prepared, migrated, proven, and left as its owner had it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "executor/connections.hpp"
#include "executor/routes.hpp"
#include "executor/settings.hpp"
#include "executor/whereabouts.hpp"
#include "migration/steering.hpp"
#include "model/outcome.hpp"
#include "model/vm.hpp"

namespace haxen::executor {

/// Runs one move from its last check to its proof. Outlives its run().
class Mover {
 public:
  Mover(Loop& loop, Connections& connections, const Settings& settings, Routes& routes, Listener& listener,
        StopSwitch& stop, model::Vm vm, model::Move move);

  /// Ends with both ends asked, whatever happened between.
  Task<model::MoveOutcome> run();

 private:
  // A migrate call and where its end is told. Shared with the task that waits for the call, which may never
  // return.
  struct Flight {
    std::unique_ptr<virt::Host> host;
    std::optional<Result<void>> result;
    std::shared_ptr<Bell> bell;
  };

  Task<Result<void>> check();
  Task<Result<void>> set_out();
  Task<bool> came_to_nothing();
  Task<Result<void>> prepare();
  Task<Result<void>> migrate();
  Task<Result<void>> attempt(virt::Route route);
  Task<bool> never_began(Fault why);
  Task<Result<void>> join();
  Task<Result<void>> follow(std::shared_ptr<Flight> flight);
  Task<void> steer(model::JobSample sample);
  Task<Result<void>> give_up(std::string why);
  Task<void> conclude(Result<void> ended);
  Task<void> recover();
  Task<void> restore_definition();
  Task<void> discard_images();
  Task<void> leave_images();
  Task<void> restore(NodeName node);
  static Task<void> fly(std::shared_ptr<Flight> flight, virt::MigrationRequest request);

  virt::MigrationRequest request(virt::Route route) const;
  virt::Notes notes_on_the_way() const;
  Milliseconds budget() const { return settings_.max_outage.value_or(vm_.policy.outage_budget); }
  void warn(std::string text);

  Loop& loop_;
  Connections& connections_;
  const Settings& settings_;
  Routes& routes_;
  Listener& listener_;
  StopSwitch& stop_;
  model::Vm vm_;
  model::NamedVm named_;
  model::MoveOutcome outcome_;
  migration::Steering steering_;
  std::shared_ptr<Bell> bell_;

  std::vector<std::string> images_;  // paths of those that were made for it at the target
  bool prepared_ = false;       // the VM carries our notes and limit
  bool already_there_ = false;  // somebody moved it first
  std::string gave_up_;         // why this side ended the migration
  bool silent_ = false;         // that was because nothing went over
  Time gave_up_at_{};
  Milliseconds former_downtime_{};
  bool autostart_ = false;
  Time last_progress_{};
  Time last_contact_{};
  std::uint64_t processed_ = 0;
  bool data_went_over_ = false;  // some libvirts tell zeros again at a migration's end
};

}  // namespace haxen::executor
