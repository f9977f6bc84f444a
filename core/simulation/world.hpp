// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a whole simulated fleet under virtual time: machines, guests, network, faults, and those who work on
// them.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "model/fleet.hpp"
#include "simulation/client.hpp"
#include "simulation/fault.hpp"
#include "simulation/setup.hpp"
#include "simulation/witness.hpp"

namespace haxen::simulation {

/// Where one VM is in truth, whatever anybody says.
struct VmVerdict {
  VmUuid vm;
  VmName name;
  std::vector<NodeName> running;
  std::vector<NodeName> paused;
  std::vector<NodeName> incoming;  ///< a receiving process that never ran
  std::vector<NodeName> defined;   ///< a definition and no process
  std::size_t most_at_once = 0;    ///< copies that ever ran at the same instant
  friend bool operator==(const VmVerdict&, const VmVerdict&) = default;
};

struct Verdict {
  std::vector<VmVerdict> vms;                           ///< all that ever were, by UUID
  std::map<NodeName, std::vector<std::string>> images;  ///< paths of what is on each node's own storage
  std::vector<Incident> doubled;                        ///< each start of a copy while another ran
  std::vector<Incident> ended;                          ///< each end of a VM's last process
  std::vector<Incident>
      departed;                ///< each end of a process that held a guest, whether or not another went on
  std::vector<Incident> torn;  ///< each copy that a broken post-copy left without a part of its memory
};

/// A world of its own. Destroyed after its clients' handles and before its loop.
class World {
 public:
  /// The fleet's nodes and VMs as they are at the start; jobs under way there are not taken over.
  /// Deterministic: the same fleet, setup, faults and clients give the same log. `loop` runs by the simulated
  /// clock.
  World(Loop& loop, const model::Fleet& fleet, Setup setup = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// A haxen at `host`: an admin's host, or a node's name. Lives as long as the world.
  Client& client(const std::string& host = "operator");

  /// Times count from now.
  void arm(const std::vector<ScriptedFault>& faults);
  /// What waits for a step of a migration does not happen any more.
  void disarm();

  Verdict verdict() const;
  const std::vector<LogLine>& log() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace haxen::simulation
