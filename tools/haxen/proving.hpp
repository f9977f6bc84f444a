// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who is asked whether a node is dead, and how its power is cut.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "change.hpp"
#include "executor/settings.hpp"
#include "fencing/proof.hpp"
#include "leases.hpp"
#include "session.hpp"

namespace haxen::program {

/// For each of the lost nodes, in words, how it will be proven dead.
std::vector<std::string> proofs_of(const config::Config& config, const ChangeFlags& flags);

class Proving : public fencing::Witnesses {
 public:
  Proving(Session& session, const ChangeFlags& flags, std::string fleet_file, executor::StopSwitch& stop);

  /// Looks for the lost nodes now, beside what else is done. What is seen so counts as the proof's first
  /// look, unless it is older than ten seconds by then.
  void look_ahead();

  /// Every testimony goes to the listener. Ends early where the operator says stop.
  Task<Result<void>> prove_dead(std::set<NodeName> nodes, executor::Listener& listener);

  Task<std::vector<model::Testimony>> look(NodeName node) override;
  Task<std::vector<model::Testimony>> end(NodeName node) override;

 private:
  struct Early {
    explicit Early(Loop& loop) : done(loop), at(loop.now()) {}
    Event done;
    Time at;
    std::vector<model::Testimony> told;
  };

  Task<void> look_early(NodeName node, std::shared_ptr<Early> early);
  Task<std::vector<model::Testimony>> look_now(NodeName node);
  Task<std::vector<model::Testimony>> look_ourselves(NodeName node);
  Task<std::vector<model::Testimony>> look_at_lease(NodeName node);
  Task<std::vector<model::Testimony>> end_by_power(NodeName node);
  std::vector<config::NodeEntry> onlookers() const;
  LeaseWitness& lease_of(const config::NodeEntry& node);

  Session& session_;
  const ChangeFlags& flags_;
  std::string fleet_file_;
  executor::StopSwitch& stop_;
  std::map<NodeName, std::shared_ptr<Early>> early_;
  std::map<NodeName, std::unique_ptr<LeaseWitness>> leases_;
  fencing::Hearing hearing_;
};

}  // namespace haxen::program
