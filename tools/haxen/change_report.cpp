// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the end of a change is told.
#include "change_report.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

#include "kept_report.hpp"
#include "report/documents.hpp"
#include "report/outcome.hpp"
#include "report/plan.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

using operation::Ended;
using operation::Ending;

ExitCode code_of(const Ended& ended) {
  const auto& moves = ended.outcome.moves;
  const auto& shut_downs = ended.outcome.shut_downs;
  const auto is = [](model::MoveResult result) {
    return [result](const model::MoveOutcome& move) { return move.result == result; };
  };
  const auto off = [](const model::ShutDownOutcome& each) {
    return each.result == model::ShutDownResult::off || each.result == model::ShutDownResult::saved;
  };
  const auto unproven = [](const model::ShutDownOutcome& each) {
    return each.result == model::ShutDownResult::unproven;
  };
  const auto& starts = ended.outcome.starts;
  const auto started = [](const model::StartOutcome& each) {
    const bool stays_off = each.start.kind == model::StartKind::rehome;
    return each.result == (stays_off ? model::StartResult::defined : model::StartResult::running);
  };
  const auto silent = [](const model::StartOutcome& each) { return each.probed && !each.answered; };
  if (std::ranges::any_of(moves, is(model::MoveResult::unproven)) ||
      std::ranges::any_of(shut_downs, unproven) || std::ranges::any_of(starts, silent) ||
      std::ranges::find(starts, model::StartResult::unproven, &model::StartOutcome::result) != starts.end()) {
    return ExitCode::unproven;
  }
  if (ended.outcome.interrupted) return ExitCode::interrupted;
  if (ended.outcome.timed_out) return ExitCode::time_limit;
  if (!std::ranges::all_of(starts, started))
    return std::ranges::any_of(starts, started) ? ExitCode::partial : ExitCode::failed;
  const bool all_moved = std::ranges::all_of(moves, is(model::MoveResult::moved));
  const auto asked = [&plan = ended.draft.plan](const model::Blocker& blocker) {
    return std::ranges::find(plan.shut_downs, blocker.vm, &model::ShutDown::vm) != plan.shut_downs.end();
  };
  const bool skipped = !std::ranges::all_of(ended.draft.plan.blockers, asked);
  if (all_moved && std::ranges::all_of(shut_downs, off) && !skipped) return ExitCode::done;
  // A VM that is off does not run where it was, either.
  const bool all_stayed = std::ranges::none_of(moves, is(model::MoveResult::moved)) &&
                          std::ranges::none_of(moves, is(model::MoveResult::gone)) &&
                          std::ranges::none_of(shut_downs, off);
  return all_stayed && !moves.empty() ? ExitCode::failed : ExitCode::partial;
}

ExitCode code_of_veto(const Ended& ended) {
  if (ended.outcome.interrupted) return ExitCode::interrupted;
  return ended.outcome.timed_out ? ExitCode::time_limit : ExitCode::no_plan;
}

/// Of what a node was lost with, it is not known for certain that it can be started elsewhere.
ExitCode code_of_blocked(const std::string& command, const Ended& ended) {
  const auto is_doubt = [](const model::Blocker& blocker) {
    return blocker.reason == model::Reason::lost_node_answers ||
           blocker.reason == model::Reason::not_in_ledger ||
           blocker.reason == model::Reason::disk_not_proven ||
           blocker.reason == model::Reason::disk_not_copied ||
           blocker.reason == model::Reason::target_unreachable;
  };
  return command == "failover" && std::ranges::any_of(ended.draft.plan.blockers, is_doubt)
             ? ExitCode::unproven
             : ExitCode::no_plan;
}

Fault vetoed(Fault why) {
  if (why.message.find("nothing was started") == std::string::npos) why.message += "; nothing was changed";
  return why;
}

bool only_looks(const ChangeFlags& flags) { return flags.dry_run || flags.check; }

ExitCode code_of_look(const ChangeFlags& flags, const Ended& ended) {
  if (flags.check && !ended.draft.plan.moves.empty()) return ExitCode::advised;
  return only_looks(flags) ? ExitCode::done : ExitCode::no_plan;
}

std::string resting(const Ended& ended, const Globals& globals) {
  const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
  return report::resting_screen(ended.draft.fleet, ended.draft.plan, style);
}

report::Blocked answer_to(const ChangeFlags& flags) {
  switch (flags.fallback) {
    case operation::Fallback::none: break;
    case operation::Fallback::leave: return report::Blocked::left;
    case operation::Fallback::shut_down: return report::Blocked::shut_down_in_the_end;
    case operation::Fallback::save: return report::Blocked::saved_in_the_end;
  }
  switch (flags.on_blocked) {
    case operation::OnBlocked::fail: return report::Blocked::hold_all;
    case operation::OnBlocked::skip: return report::Blocked::stay;
    case operation::OnBlocked::shut_down: return report::Blocked::shut_down;
  }
  return report::Blocked::hold_all;
}

std::string subject_of(const report::Undertaking& undertaking, const std::string& subject) {
  if (!subject.empty()) return subject;
  if (undertaking.newcomer) return undertaking.newcomer->name.str();
  return fmt::format("{}", fmt::join(undertaking.nodes, ", "));
}

}  // namespace

report::Undertaking undertaking_of(const Globals& globals, const ChangeFlags& flags,
                                   const operation::Wish& wish, const executor::Settings& settings) {
  report::Undertaking undertaking;
  undertaking.command = wish.command;
  const auto& nodes = !wish.lost.empty() ? wish.lost : wish.cordon.empty() ? wish.reopen : wish.cordon;
  undertaking.nodes.assign(nodes.begin(), nodes.end());
  undertaking.newcomer = wish.newcomer;
  undertaking.fleet_file = fleet_file_path(globals);
  undertaking.operation = settings.operation;
  undertaking.stream = settings.tls ? report::Stream::tls : report::Stream::plain;
  undertaking.blocked = answer_to(flags);
  undertaking.former_images =
      flags.remove_source_images ? report::FormerImages::removed : report::FormerImages::stay;
  undertaking.max_outage = flags.max_outage;
  return undertaking;
}

model::Operation operation_of(const report::Undertaking& undertaking, const std::string& subject,
                              const std::string& reason, const executor::Self& who) {
  model::Operation operation;
  operation.id = *undertaking.operation;
  operation.command = undertaking.command;
  operation.subject = subject_of(undertaking, subject);
  operation.fleet = undertaking.fleet_file;
  operation.reason = reason;
  operation.holder = who.holder;
  operation.began = wall_time();
  return operation;
}

ExitCode or_partial(ExitCode code, const model::Fleet& fleet) {
  if (code != ExitCode::done || fleet.absent.empty()) return code;
  warn("not all nodes answered: there may be more VMs to bring home");
  return ExitCode::partial;
}

ExitCode Report::tell(const Ended& ended) const {
  switch (ended.how) {
    case Ending::nothing_to_do:
      return tell_plan(ended, "Nothing to do.\n" + resting(ended, globals_), ExitCode::done);
    case Ending::blocked: return tell_plan(ended, "", code_of_blocked(undertaking_.command, ended));
    case Ending::outdated: return tell_outdated(ended);
    case Ending::declined:
      return tell_plan(ended, only_looks(flags_) ? "" : "Nothing was changed.\n",
                       code_of_look(flags_, ended));
    case Ending::vetoed: return refuse(globals_, vetoed(*ended.fault), code_of_veto(ended));
    case Ending::refused: return refuse(globals_, *ended.fault);
    case Ending::carried_out: return tell_outcome(ended);
  }
  return ExitCode::failed;
}

ExitCode Report::tell_outdated(const Ended& ended) const {
  auto words = fmt::format("the plan in '{}' no longer fits the fleet; nothing was changed:", flags_.plan);
  for (const auto& change : ended.changes) words += "\n  " + change;
  auto anew = "plan anew: haxen " + undertaking_.command;
  for (const auto& node : undertaking_.nodes) anew += " " + node.str();
  anew += " --plan-out " + flags_.plan;
  return refuse(globals_, Fault{FaultKind::failed, std::move(words), std::move(anew)}, ExitCode::no_plan);
}

ExitCode Report::tell_plan(const Ended& ended, std::string_view words, ExitCode code) const {
  if (globals_.output == Output::text) {
    put(words);
    if (ended.how == Ending::blocked) program::tell("error: no acceptable plan; nothing was changed");
  } else {
    put(report::plan_document(undertaking_, ended.draft.fleet, ended.draft.plan, wall_time(),
                              form_of(globals_)));
  }
  return code;
}

ExitCode Report::tell_outcome(const Ended& ended) const {
  const auto code = code_of(ended);
  const auto text = outcome_text(ended, code);
  if (put(text)) return code;
  const auto kept = keep_report(*undertaking_.operation, text);
  warn(kept ? fmt::format("the report could not be written; it is in '{}'", *kept) : kept.error().message);
  return code;
}

Conclusion Report::conclude(const Ended& ended, ExitCode code) const {
  Conclusion conclusion{static_cast<int>(code), {}, {}};
  if (ended.how == Ending::carried_out) {
    conclusion.report = report::outcome_screen(undertaking_, {elapsed_, code}, ended.draft.fleet,
                                               ended.outcome, report::Style{});
    conclusion.document = document(ended);
  } else if (ended.fault) {
    conclusion.report = ended.fault->message + "\n";
    conclusion.document = report::error_document(*ended.fault, code, report::Form::line);
  }
  return conclusion;
}

std::string Report::document(const Ended& ended) const {
  if (ended.how != Ending::carried_out) return {};
  return report::outcome_document(undertaking_, {elapsed_, code_of(ended)}, ended.draft.fleet,
                                  ended.draft.plan, ended.outcome, wall_time(), report::Form::line);
}

report::Past Report::past(const Ended& ended, model::Operation operation, std::vector<model::Entry> entries,
                          ExitCode code) const {
  operation.exit_code = static_cast<int>(code);
  operation.document = conclude(ended, code).document;
  if (operation.document.empty())
    operation.document = report::plan_document(undertaking_, ended.draft.fleet, ended.draft.plan, wall_time(),
                                               report::Form::line);
  // By the clock that the events are told by, which in a simulation is not the one on the wall.
  operation.ended =
      entries.empty() ? wall_time() : std::chrono::floor<std::chrono::seconds>(entries.back().time);
  return {std::move(operation), report::PastState::ended, std::move(entries)};
}

std::string Report::outcome_text(const Ended& ended, ExitCode code) const {
  if (globals_.output != Output::text) {
    return report::outcome_document(undertaking_, {elapsed_, code}, ended.draft.fleet, ended.draft.plan,
                                    ended.outcome, wall_time(), form_of(globals_));
  }
  const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals_.colour);
  return "\n" +
         report::outcome_screen(undertaking_, {elapsed_, code}, ended.draft.fleet, ended.outcome, style);
}

}  // namespace haxen::program
