// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's power is asked, switched and tried out by its fence devices.
#include "fencing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

#include "base/nearest.hpp"
#include "desk.hpp"
#include "fence_levels.hpp"
#include "journaling.hpp"
#include "report/fence.hpp"
#include "say.hpp"
#include "self.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

using model::FenceAction;
using model::FenceResult;

// What is done is told at the end.
class Unheard : public executor::Listener {
 public:
  void hear(const model::Happening&) override {}
};

bool switches(const FenceFlags& flags) { return flags.action == "off" || flags.action == "on"; }

FenceAction action_of(const FenceFlags& flags) {
  if (flags.action == "off") return FenceAction::off;
  return flags.action == "on" ? FenceAction::on : FenceAction::status;
}

Result<config::NodeEntry> node_of(const config::Config& config, const std::string& name) {
  const auto* node = config::find_node(config, NodeName(name));
  if (node == nullptr) {
    std::vector<std::string> names;
    for (const auto& each : config.nodes) names.push_back(each.name.str());
    const auto meant = nearest(name, names);
    return fault(FaultKind::usage, fmt::format("no node '{}' in the fleet file", name),
                 meant ? fmt::format("did you mean '{}'?", *meant) : "");
  }
  if (node->fence.empty())
    return fault(FaultKind::usage,
                 fmt::format("node '{}': the fleet file names no way to switch it off", name),
                 "add a [[node.fence]] below it; haxen-fleet(5) tells how");
  return *node;
}

std::size_t count(const model::FenceOutcome& outcome, FenceResult result) {
  return static_cast<std::size_t>(std::ranges::count(outcome.levels, result, &model::FenceAttempt::result));
}

bool has_errors(const std::vector<model::Finding>& findings) {
  return std::ranges::find(findings, model::Severity::error, &model::Finding::severity) != findings.end();
}

ExitCode code_of(const report::Fencing& fencing) {
  const auto& outcome = fencing.outcome;
  const auto done = count(outcome, FenceResult::done);
  if (count(outcome, FenceResult::interrupted) > 0 && done == 0) return ExitCode::interrupted;
  if (fencing.action == "test" && done > 0)
    return has_errors(fencing.findings) ? ExitCode::partial : ExitCode::done;
  if (done > 0) return ExitCode::done;
  return count(outcome, FenceResult::not_run) == outcome.levels.size() ? ExitCode::usage : ExitCode::failed;
}

/// One run, with everything in it that must live as long as its loop runs.
class Path {
 public:
  Path(const Globals& globals, const FenceFlags& flags, const config::NodeEntry& node)
      : globals_(globals),
        flags_(flags),
        node_(node.name),
        levels_(levels_of(node, fleet_file_path(globals))),
        stop_(loop_) {}

  ExitCode walk(Signals& signals) {
    if (!switches(flags_)) {
      const auto fencing = run(signals);
      tell(fencing);
      return fencing.code;
    }
    if (!agree()) return declined();
    const auto who = self();
    Unheard unheard;
    Journaling journaling(loop_, unheard);
    const auto operation = operation_of(who);
    if (auto opened = journaling.open(operation, who, Journaling::Hold::nothing); !opened)
      return refuse(globals_, opened.error());
    journaling.hear(model::OperationBegan{operation.id, operation.command, 0, {}, std::nullopt, {}});
    auto fencing = run(signals);
    fencing.operation = operation.id;
    tell(fencing);
    journaling.close({static_cast<int>(fencing.code), report::fence_screen(fencing, report::Style{}),
                      document(fencing, report::Form::line)});
    return fencing.code;
  }

 private:
  report::Style style(int stream) const {
    return report::fitting(report::surroundings(stream), globals_.colour);
  }

  bool agree() const {
    const auto plan = report::fence_plan_screen(node_, flags_.action, levels_, style(STDERR_FILENO));
    if (globals_.output == Output::text || !flags_.yes) talk(plan);
    return flags_.yes || says_yes(fmt::format("fence {} {}: go ahead?", node_, flags_.action));
  }

  ExitCode declined() const {
    const Fault why{FaultKind::aborted, "it was not agreed to; nothing was switched", {}};
    return refuse(globals_, why, ExitCode::no_plan);
  }

  model::Operation operation_of(const executor::Self& who) const {
    model::Operation operation;
    operation.id = new_operation_id();
    operation.command = "fence " + flags_.action;
    operation.subject = node_.str();
    operation.fleet = fleet_file_path(globals_);
    operation.reason = flags_.reason;
    operation.holder = who.holder;
    operation.began = wall_time();
    return operation;
  }

  report::Fencing run(Signals& signals) {
    const auto began = loop_.now();
    loop_.spawn(when_stopped(stop_, [interrupt = interrupt_] { interrupt->raise(); }));
    signals.begin_work(loop_, stop_);
    report::Fencing fencing{flags_.action, {node_, action_of(flags_), {}}};
    if (flags_.action == "test") {
      const auto examinations = loop_.run(fencing::examine(loop_, levels_, interrupt_));
      for (const auto& each : examinations) fencing.outcome.levels.push_back(each.status);
      fencing.findings = findings_of(node_, examinations);
    } else {
      fencing.outcome = loop_.run(fencing::fence(loop_, node_, levels_, action_of(flags_), interrupt_));
    }
    signals.end_work();
    fencing.elapsed = loop_.now() - began;
    fencing.code = code_of(fencing);
    return fencing;
  }

  std::string document(const report::Fencing& fencing, report::Form form) const {
    return report::fence_document(fencing, fleet_file_path(globals_), wall_time(), form);
  }

  void tell(const report::Fencing& fencing) const {
    const bool is_text = globals_.output == Output::text;
    put(is_text ? report::fence_screen(fencing, style(STDOUT_FILENO)) : document(fencing, form_of(globals_)));
  }

  const Globals& globals_;
  const FenceFlags& flags_;
  NodeName node_;
  std::vector<model::FenceLevel> levels_;
  Loop loop_;
  executor::StopSwitch stop_;
  std::shared_ptr<Interrupt> interrupt_ = std::make_shared<Interrupt>();
};

}  // namespace

ExitCode fence(const Globals& globals, const FenceFlags& flags, Signals& signals) {
  if (switches(flags) && !flags.yes && isatty(STDIN_FILENO) == 0)
    return refuse(globals, {FaultKind::usage, "nobody can be asked: standard input is not a terminal",
                            "--yes switches without asking"});
  const auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  const auto node = node_of(*config, flags.node);
  if (!node) return refuse(globals, node.error());
  return Path(globals, flags, *node).walk(signals);
}

}  // namespace haxen::program
