// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the path that every command takes which changes something, from the survey to the report.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/exit_code.hpp"
#include "globals.hpp"
#include "operation/operation.hpp"
#include "report/undertaking.hpp"
#include "session.hpp"
#include "signals.hpp"

namespace haxen::program {

/// How a simulated run is set up.
struct RehearsalFlags {
  bool simulate = false;
  std::vector<std::string> faults;
  std::vector<std::string> dirty_rates;
};

/// The flags of every command that moves VMs.
struct ChangeFlags {
  std::string command;  ///< the subcommand that they belong to
  bool yes = false;
  bool dry_run = false;
  bool check = false;               ///< only tell by the exit code whether there is something to do
  std::string snapshot;             ///< a file to plan on in place of the live fleet; nothing is changed then
  std::vector<std::string> sought;  ///< images that every node is asked for
  std::string plan;                 ///< a file with the plan to carry out
  std::string plan_out;             ///< a file to keep the plan in; nothing is changed then
  std::string report;               ///< a file that tells of it all, for a browser
  RehearsalFlags rehearsal;
  std::optional<Milliseconds> max_outage;
  bool allow_throttle = false;
  bool allow_postcopy = false;
  std::optional<unsigned> parallel;
  std::optional<Milliseconds> time_limit;
  bool copy_storage = false;
  bool remove_source_images = false;
  bool with_stopped = false;
  std::string reason;
  std::optional<OperationId> take_over;
  operation::OnBlocked on_blocked = operation::OnBlocked::fail;
  operation::Fallback fallback = operation::Fallback::none;
  bool local = false;  ///< the node is this machine
  bool probe = false;  ///< the VMs that move, meanwhile
  std::vector<model::LedgerNode> lost;  ///< whose VMs are to be started elsewhere, as they are kept
  std::set<NodeName> verified_off;      ///< of these those that the operator says are off
};

void declare_rehearsal_flags(CLI::App& app, RehearsalFlags& flags);
void declare_change_flags(CLI::App& app, ChangeFlags& flags);
/// What goes along beside running VMs and their memory.
void declare_cargo(CLI::App& app, ChangeFlags& flags);
void declare_on_blocked(CLI::App& app, ChangeFlags& flags);
/// For commands whose nodes are their operands, which have to be declared before.
void declare_local(CLI::App& app, ChangeFlags& flags);

/// Whether these flags ask what would be, and let nothing be touched.
bool only_asks(const ChangeFlags& flags);

/// What a command makes of the fleet as it was found.
struct Intent {
  operation::Wish wish;
  std::string subject{};       ///< the VM that it is about; empty: the nodes that the wish names
  std::set<NodeName> leaving;  ///< nodes whose VMs are to remember them
  bool whole_fleet = false;    ///< what it looks for may be on any node, also on one that does not answer
};
using Intention = std::function<Result<Intent>(const model::Fleet&, const config::Config&)>;

executor::Settings settings_for(const config::Config& config, const ChangeFlags& flags,
                                std::set<NodeName> leaving);

/// Surveys, plans, shows, asks, does it and reports.
ExitCode change(const Globals& globals, const ChangeFlags& flags, Signals& signals,
                const Intention& intention);

}  // namespace haxen::program
