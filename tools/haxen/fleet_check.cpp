// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fleet check`: whether the nodes are fit to move VMs among each other.
#include "fleet_check.hpp"

#include <algorithm>
#include <unistd.h>

#include "checkup/judge.hpp"
#include "fence_levels.hpp"
#include "leases.hpp"
#include "report/fleet_check.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

std::vector<checkup::Question> questions_for(const config::Config& config) {
  std::vector<checkup::Question> questions;
  for (const auto& node : config.nodes) {
    checkup::Question question{node.name, node.uri, {}, !node.fence.empty() || node.lease};
    for (const auto& peer : config.nodes)
      if (peer.name != node.name) question.peers.push_back({peer.name, peer.peer_uri});
    questions.push_back(std::move(question));
  }
  return questions;
}

// A signal ends the agents that run.
Result<std::vector<model::Finding>> try_fences(Session& session, const std::string& fleet_file,
                                               Signals& signals) {
  auto& loop = session.loop();
  executor::StopSwitch stop(loop);
  const auto interrupt = std::make_shared<Interrupt>();
  loop.spawn(when_stopped(stop, [interrupt] { interrupt->raise(); }));
  signals.begin_work(loop, stop);
  auto findings = loop.run(examine_fences(loop, session.config(), fleet_file, interrupt));
  signals.end_work();
  if (stop.cause()) return fault(FaultKind::aborted, "interrupted while fence agents were tried out");
  return findings;
}

void tell(const Globals& globals, const model::FleetCheck& check, ExitCode code) {
  if (globals.output != Output::text) {
    put(report::fleet_check_document(check, fleet_file_path(globals), wall_time(), code, form_of(globals)));
    return;
  }
  const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
  put(report::fleet_check_screen(check, style));
}

}  // namespace

ExitCode check_fleet(const Globals& globals, Signals& signals) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  Session session(std::move(*config), fleet_file_path(globals));
  const auto fleet = session.loop().run(session.survey());
  const auto questions = questions_for(session.config());
  const auto answers =
      session.loop().run(checkup::examine(session.loop(), questions, session.config().defaults.deadline));
  auto check = checkup::judge(fleet, questions, answers);
  const auto fences = try_fences(session, fleet_file_path(globals), signals);
  if (!fences) return refuse(globals, fences.error(), ExitCode::interrupted);
  check.findings.insert(check.findings.end(), fences->begin(), fences->end());
  const auto leases = session.loop().run(examine_leases(session.loop(), session.config(), check.nodes));
  check.findings.insert(check.findings.end(), leases.begin(), leases.end());
  const bool sound = std::ranges::find(check.findings, model::Severity::error, &model::Finding::severity) ==
                     check.findings.end();
  const auto code = sound ? ExitCode::done : ExitCode::partial;
  tell(globals, check, code);
  session.keep_ledger();
  return code;
}

}  // namespace haxen::program
