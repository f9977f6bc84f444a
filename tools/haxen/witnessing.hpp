// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the VMs that move are probed meanwhile, and how what is found comes into the outcome.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "async/worker.hpp"
#include "executor/settings.hpp"
#include "model/plan.hpp"
#include "probe/prober.hpp"
#include "probe/witness.hpp"
#include "session.hpp"

namespace haxen::program {

/// Hears all that happens and passes it on; what is referred to outlives it. Without begin() it does nothing
/// more.
class Witnessing : public executor::Listener {
 public:
  Witnessing(Session& session, executor::Listener& next);
  /// Ends what still probes.
  ~Witnessing() override;
  Witnessing(const Witnessing&) = delete;
  Witnessing& operator=(const Witnessing&) = delete;

  /// Before anything is marked: begins to probe the running VMs that are to move, and returns once there is
  /// something to compare with. Warns of each that cannot be probed, and refuses where none can.
  Task<Result<void>> begin(model::Fleet fleet, model::Plan plan);

  void hear(const model::Happening& happening) override;

  /// After the last move: waits for what may still be its doing, ends probing, and gives each move that was
  /// watched its witness.
  Task<void> end(model::Outcome& outcome);

 private:
  struct Watched {
    VmUuid vm;
    std::optional<probe::MoveTimes> times{};
    Time last_start{};  // of the attempts to move it
  };

  Task<void> probe(std::shared_ptr<probe::Prober> prober);
  void note(const VmUuid& vm, probe::Period period);

  Session& session_;
  executor::Listener& next_;
  Worker worker_;
  haxen::Event done_;
  std::shared_ptr<probe::Desk> desk_ = std::make_shared<probe::Desk>();
  std::vector<Watched> watched_;  // one for each lane; none before it probes
  std::optional<model::ProbeReport> found_;
  Time last_end_{};
};

}  // namespace haxen::program
