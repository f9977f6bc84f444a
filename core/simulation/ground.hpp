// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what all things of one simulated world share: its time, its network, its machines and who watches.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "async/loop.hpp"
#include "model/vm.hpp"
#include "simulation/connection.hpp"
#include "simulation/dice.hpp"
#include "simulation/fault.hpp"
#include "simulation/network.hpp"
#include "simulation/precopy.hpp"
#include "simulation/setup.hpp"
#include "simulation/traffic.hpp"
#include "simulation/witness.hpp"

namespace haxen::simulation {

class Machine;

/// What a VM is, wherever it runs.
struct VmFacts {
  model::Vm vm;  ///< as the fleet had it; what changes is in the machines
  Guest guest;
};

/// A migration has come to a moment of a step.
struct Step {
  Moment moment = Moment::before;
  Phase phase = Phase::begin;
  VmUuid vm;
  NodeName from;
  NodeName to;
  Site asker = {};  ///< who began it; empty where that is not known
};

struct Ground {
  Ground(Loop& outer, Setup told);
  ~Ground();

  Machine& machine(const NodeName& node) { return *machines.at(node); }
  Machine* find_machine(const NodeName& node);

  /// A length of work, with this world's jitter.
  Duration work(Duration length) { return dice.about(length, setup.timings.jitter); }
  /// Runs `deed` at this very time, after what is being done now.
  void soon(std::function<void()> deed) { later(Duration{}, std::move(deed)); }
  void later(Duration wait, std::function<void()> deed);

  /// Tells the watcher of steps; true when that changes something, at this very time but after what is being
  /// done now.
  bool reached(const Step& step) { return on_step(step); }

  Loop& loop;
  const Setup setup;
  Dice dice;
  Network network;
  Traffic traffic;
  Witness witness;
  std::function<bool(const Step&)> on_step = [](const Step&) { return false; };
  std::map<VmUuid, VmFacts> vms;
  std::vector<std::weak_ptr<Connection>> lines;
  std::vector<std::weak_ptr<Precopy>> streams;
  std::map<NodeName, std::unique_ptr<Machine>> machines;

 private:
  void network_changed(const Site& a, const Site& b);
  void way_changed(const Line& line);

  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

/// A moment of a step inside a coroutine of the process whose loop is given: if something is to happen then,
/// it has happened before this returns; if it is the process's death, this never returns.
Task<void> pass(Ground& ground, Loop& process, Step step);

}  // namespace haxen::simulation
