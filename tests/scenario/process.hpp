// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one run of the program on simulated hosts, from the survey to the report.
#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <string>

#include "executor/marks.hpp"
#include "ledger.hpp"
#include "model/verdict.hpp"
#include "operation/operation.hpp"
#include "scenario.hpp"
#include "simulation/client.hpp"

namespace haxen::scenario {

/// What all runs of one scenario share: the script of what was said, and which processes are dead.
struct Stage {
  Ledger ledger;
  Loop loop{Clock::simulated};
  std::string script;
  std::set<std::int64_t> dead;
  std::int64_t pids = 0;

  void say(Loop& at, const std::string& text) {
    script += fmt::format("{:8.2f} {}\n", Seconds(at.now().time_since_epoch()).count(), text);
  }
};

class Listener : public executor::Listener {
 public:
  Listener(Stage& stage, Loop& loop) : stage_(stage), loop_(loop) {}
  void hear(const model::Happening& happening) override;
  /// VMs of which something was told that did not go as asked.
  const std::set<VmUuid>& warned() const { return warned_; }

 private:
  Stage& stage_;
  Loop& loop_;
  std::set<VmUuid> warned_;
};

/// What lives as long as a process of the program. The referenced parts outlive it.
class Process : public operation::Desk {
 public:
  Process(Stage& stage, simulation::Client& client, const Scenario& scenario, std::string command,
          std::string host = "operator");

  Task<void> run();

  /// What it has come to, once it has ended by itself.
  const std::optional<operation::Ended>& ended() const { return ended_; }
  const std::set<VmUuid>& warned() const { return listener_.warned(); }
  /// Both hold only while its client is alive.
  executor::StopSwitch& stop() { return stop_; }
  void died() { stage_.dead.insert(self_.holder.pid); }

  Task<Result<model::Fleet>> survey() override;
  Task<Result<void>> prove_dead(std::set<NodeName> nodes, executor::Listener& listener) override;
  void show(const operation::Draft& draft) override;
  bool agree(const operation::Draft&) override { return !is_check_; }
  Task<Result<void>> admit(NodeName node) override;
  model::WallTime now() override;

 private:
  /// As the guards of the nodes that it is to open tell.
  operation::Wish with_guards(operation::Wish wish, const model::Fleet& fleet) const;
  void refuse(const model::Fleet& fleet, const Fault& fault);
  void tell_rests(const operation::Draft& draft);
  void answer(const model::Verdicts& verdicts);
  void tell(const operation::Ended& ended);

  Stage& stage_;
  simulation::Client& client_;
  const Scenario& scenario_;
  std::string command_;
  executor::Connections connections_;
  Listener listener_;
  executor::StopSwitch stop_;
  executor::Settings settings_;
  executor::Self self_;
  bool is_check_ = false;
  std::vector<model::LedgerNode> lost_;
  std::set<NodeName> dead_;
  std::string newcomer_;  // what a VM is called that is in no fleet yet
  std::optional<operation::Ended> ended_;
};

}  // namespace haxen::scenario
