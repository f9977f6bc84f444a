// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who can be asked in a simulated world whether a node is dead.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "fencing/proof.hpp"
#include "simulation/client.hpp"

namespace haxen::scenario {

class Witnesses : public fencing::Witnesses {
 public:
  /// `say` is told where a node is switched off that somebody sees, whom we reach.
  Witnesses(simulation::Client& client, const config::Config& config, std::set<NodeName> lost,
            std::function<void(const std::string&)> say)
      : client_(client), config_(config), lost_(std::move(lost)), say_(std::move(say)) {}

  Task<std::vector<model::Testimony>> look(NodeName node) override;
  Task<std::vector<model::Testimony>> end(NodeName node) override;

 private:
  simulation::Client& client_;
  const config::Config& config_;
  std::set<NodeName> lost_;
  std::function<void(const std::string&)> say_;
};

}  // namespace haxen::scenario
