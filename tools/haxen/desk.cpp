// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan is shown and agreed to.
#include "desk.hpp"

#include <fmt/format.h>
#include <iostream>
#include <string>
#include <unistd.h>

#include "guards.hpp"
#include "planning.hpp"
#include "report/plan.hpp"
#include "say.hpp"

namespace haxen::program {

void show_draft(const Globals& globals, const report::Undertaking& undertaking,
                const operation::Draft& draft) {
  const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
  put(report::plan_screen(undertaking, draft.fleet, draft.plan, style));
  std::vector<model::Vm> loose;
  for (const auto& end : draft.loose) loose.push_back(end.vm);
  put(report::loose_screen(loose, style));
  put(report::unasked_screen(draft.unasked, style));
}

Result<void> require_somebody() {
  if (isatty(STDIN_FILENO) != 0) return {};
  return fault(FaultKind::usage, "nobody can be asked: standard input is not a terminal",
               "--yes carries the plan out without asking; --dry-run only shows it");
}

bool says_yes(const std::string& question) {
  talk(fmt::format("\n{} [y/N] ", question));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

TerminalDesk::TerminalDesk(Session& session, const Globals& globals, const ChangeFlags& flags,
                           const report::Undertaking& undertaking, Listening& listening, Hooking& hooking,
                           Witnessing& witnessing, Proving& proving)
    : session_(session),
      globals_(globals),
      flags_(flags),
      undertaking_(undertaking),
      listening_(listening),
      hooking_(hooking),
      witnessing_(witnessing),
      proving_(proving) {}

Task<Result<model::Fleet>> TerminalDesk::survey() {
  co_return co_await session_.survey(images_for(flags_), flags_.sought, flags_.lost, dead_);
}

void TerminalDesk::show(const operation::Draft& draft) {
  if (globals_.output != Output::text) return;
  listening_.pause();
  if (draft.changed) tell("the fleet has changed since you agreed; the plan is now:");
  show_draft(globals_, undertaking_, draft);
}

Seconds TerminalDesk::since_agreed() const {
  return agreed_ ? Seconds(session_.loop().now() - *agreed_) : Seconds(0);
}

bool TerminalDesk::agree(const operation::Draft& draft) {
  if (flags_.dry_run || flags_.check) return false;
  const bool agreed = flags_.yes || ask(draft);
  if (agreed) agreed_ = session_.loop().now();
  return agreed;
}

Task<Result<void>> TerminalDesk::clear(const operation::Draft& draft) {
  const auto cleared = co_await hooking_.before_all(
      report::plan_document(undertaking_, draft.fleet, draft.plan, wall_time(), report::Form::line));
  if (!cleared || !flags_.probe) co_return cleared;
  co_return co_await witnessing_.begin(draft.fleet, draft.plan);
}

Task<Result<void>> TerminalDesk::admit(NodeName node) {
  const auto& config = session_.config();
  co_return co_await program::admit(session_.loop(), *config::find_node(config, node),
                                    config.defaults.deadline);
}

Task<Result<void>> TerminalDesk::prove_dead(std::set<NodeName> nodes, executor::Listener& listener) {
  auto proven = co_await proving_.prove_dead(nodes, listener);
  if (proven) dead_ = std::move(nodes);
  co_return proven;
}

bool TerminalDesk::ask(const operation::Draft& draft) const {
  return says_yes(
      fmt::format("{}: go ahead{}?", undertaking_.command, draft.changed ? " with the new plan" : ""));
}

}  // namespace haxen::program
