// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen fleet check`: whether the nodes are fit to move VMs among each other.
#include "fleet_check.hpp"

#include <unistd.h>

#include "checkup/judge.hpp"
#include "report/fleet_check.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

std::vector<checkup::Question> questions_for(const config::Config& config) {
  std::vector<checkup::Question> questions;
  for (const auto& node : config.nodes) {
    checkup::Question question{node.name, node.uri, {}};
    for (const auto& peer : config.nodes)
      if (peer.name != node.name) question.peers.push_back({peer.name, peer.peer_uri});
    questions.push_back(std::move(question));
  }
  return questions;
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

ExitCode check_fleet(const Globals& globals) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  Session session(std::move(*config));
  const auto fleet = session.loop().run(session.survey());
  const auto questions = questions_for(session.config());
  const auto answers =
      session.loop().run(checkup::examine(session.loop(), questions, session.config().defaults.deadline));
  const auto check = checkup::judge(fleet, questions, answers);
  const auto code = check.findings.empty() ? ExitCode::done : ExitCode::partial;
  tell(globals, check, code);
  return code;
}

}  // namespace haxen::program
