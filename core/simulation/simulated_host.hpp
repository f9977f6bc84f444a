// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a client sees the nodes of a simulated world: the second implementation of the seam to
// hypervisors.
#pragma once

#include <memory>
#include <vector>

#include "simulation/connection.hpp"
#include "simulation/ground.hpp"
#include "virt/host.hpp"

namespace haxen::simulation {

class SimulatedHosts final : public virt::Hosts {
 public:
  /// For a process at `site` that runs on `process`; notes every connection in `lines`.
  SimulatedHosts(Ground& ground, Loop& process, Site site,
                 std::shared_ptr<std::vector<std::weak_ptr<Connection>>> lines);

  Task<Result<std::unique_ptr<virt::Host>>> open(NodeName node) override;

 private:
  Ground& ground_;
  Loop& process_;
  Site site_;
  std::shared_ptr<std::vector<std::weak_ptr<Connection>>> lines_;
};

}  // namespace haxen::simulation
