// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what every command that asks the nodes needs: the fleet file, the loop, the connections.
#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "config/config.hpp"
#include "executor/connections.hpp"
#include "globals.hpp"
#include "inventory/local_images.hpp"
#include "model/fleet.hpp"
#include "model/ledger.hpp"
#include "model/outcome.hpp"
#include "virt/host.hpp"

namespace haxen::program {

/// The fleet file that the flags and the environment name.
std::string fleet_file_path(const Globals& globals);

Result<config::Config> load_config(const Globals& globals);

/// The nodes that the words mean, names or patterns. Refuses a word that means none.
Result<std::set<NodeName>> nodes_named(const config::Config& config, const std::vector<std::string>& words);

class Session {
 public:
  /// What the nodes tell goes into the ledger of `fleet_file`; nowhere where that is empty.
  explicit Session(config::Config config, std::string fleet_file = {});

  Loop& loop() { return loop_; }
  const config::Config& config() const { return config_; }
  executor::Connections& connections() { return connections_; }

  /// Asks all nodes at once. Warns of what is wrong with rules and metadata, of the same but once.
  Task<model::Fleet> survey(inventory::Images images = inventory::Images::none,
                            std::vector<std::string> sought = {},
                            std::vector<model::LedgerNode> lost = {}, std::set<NodeName> dead = {});

  /// What the nodes told last, and when.
  const std::vector<model::LedgerNode>& sightings() const { return sightings_; }
  /// Keeps it in the ledger, with what the moves of `outcome` have changed since. For the end of a command,
  /// when its answer is out: it fails no command. Where the ledger cannot be written that is a warning,
  /// unless this user never could.
  void keep_ledger(const model::Outcome& outcome = {});

 private:
  config::Config config_;
  Loop loop_;
  std::unique_ptr<virt::Hosts> hosts_;
  executor::Connections connections_;
  std::set<std::string> warned_;
  std::string fleet_file_;
  std::vector<model::LedgerNode> sightings_;
};

/// The time on the wall, in whole seconds.
model::WallTime wall_time();

}  // namespace haxen::program
