// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the scripted faults of a world and makes each happen at its moment.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "simulation/fault.hpp"
#include "simulation/ground.hpp"

namespace haxen::simulation {

class Saboteur {
 public:
  /// What only the world can do.
  struct Reach {
    std::function<void(const Site&)> kill_clients;  ///< at that site; with an empty one, all
    std::function<void(const VmUuid&, const NodeName&)> move;
  };

  Saboteur(Ground& ground, Reach reach) : ground_(ground), reach_(std::move(reach)) {}

  void arm(const std::vector<ScriptedFault>& faults);
  void disarm() { waiting_.clear(); }
  /// True when a fault is due at this step.
  bool step(const Step& step);

 private:
  struct Act;

  void perform(const Action& action, const std::optional<Step>& step);

  Ground& ground_;
  Reach reach_;
  std::vector<ScriptedFault> waiting_;
};

}  // namespace haxen::simulation
