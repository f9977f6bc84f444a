// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a change goes from the survey to the report.
#include "change.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

#include "base/glob.hpp"
#include "desk.hpp"
#include "flags.hpp"
#include "listening.hpp"
#include "report/documents.hpp"
#include "report/outcome.hpp"
#include "say.hpp"
#include "self.hpp"
#include "signals.hpp"

namespace haxen::program {

namespace {

using operation::Ended;
using operation::Ending;

executor::Settings settings_for(const config::Config& config, const ChangeFlags& flags,
                                std::set<NodeName> leaving) {
  executor::Settings settings;
  settings.operation = new_operation_id();
  settings.parallel = {config.defaults.moves_per_source, config.defaults.moves_per_target,
                       config.defaults.moves_in_fleet};
  if (flags.parallel) settings.parallel = {*flags.parallel, *flags.parallel, *flags.parallel};
  for (const auto& node : config.nodes) settings.endpoints[node.name] = {node.peer_uri, node.migrate_uri};
  settings.leaving = std::move(leaving);
  settings.tls = config.defaults.tls == config::Tls::required;
  settings.max_outage = flags.max_outage;
  return settings;
}

Result<void> check_consent(const ChangeFlags& flags) {
  if (flags.yes || flags.dry_run || isatty(STDIN_FILENO) != 0) return {};
  return fault(FaultKind::usage, "nobody can be asked: standard input is not a terminal",
               "--yes carries the plan out without asking; --dry-run only shows it");
}

ExitCode code_of(const Ended& ended) {
  const auto& moves = ended.outcome.moves;
  const auto& shut_downs = ended.outcome.shut_downs;
  const auto is = [](model::MoveResult result) {
    return [result](const model::MoveOutcome& move) { return move.result == result; };
  };
  const auto off = [](const model::ShutDownOutcome& each) {
    return each.result == model::ShutDownResult::off;
  };
  const auto unproven = [](const model::ShutDownOutcome& each) {
    return each.result == model::ShutDownResult::unproven;
  };
  if (std::ranges::any_of(moves, is(model::MoveResult::unproven)) ||
      std::ranges::any_of(shut_downs, unproven)) {
    return ExitCode::unproven;
  }
  if (ended.outcome.interrupted) return ExitCode::interrupted;
  if (ended.outcome.timed_out) return ExitCode::time_limit;
  const bool all_moved = std::ranges::all_of(moves, is(model::MoveResult::moved));
  const bool skipped = !ended.draft.plan.blockers.empty() && ended.draft.plan.shut_downs.empty();
  if (all_moved && std::ranges::all_of(shut_downs, off) && !skipped) return ExitCode::done;
  const bool none_moved = std::ranges::none_of(moves, is(model::MoveResult::moved));
  return none_moved && !moves.empty() ? ExitCode::failed : ExitCode::partial;
}

class Report {
 public:
  Report(const Globals& globals, const ChangeFlags& flags, const report::Undertaking& undertaking,
         Seconds elapsed)
      : globals_(globals), flags_(flags), undertaking_(undertaking), elapsed_(elapsed) {}

  ExitCode tell(const Ended& ended) const {
    switch (ended.how) {
      case Ending::nothing_to_do: return tell_plan(ended, "Nothing to do.\n", ExitCode::done);
      case Ending::blocked: return tell_plan(ended, "", ExitCode::no_plan);
      case Ending::declined:
        return tell_plan(ended, flags_.dry_run ? "" : "Nothing was changed.\n",
                         flags_.dry_run ? ExitCode::done : ExitCode::no_plan);
      case Ending::refused: return refuse(globals_, *ended.fault);
      case Ending::carried_out: return tell_outcome(ended);
    }
    return ExitCode::failed;
  }

 private:
  ExitCode tell_plan(const Ended& ended, std::string_view words, ExitCode code) const {
    if (globals_.output == Output::text) {
      put(words);
      if (ended.how == Ending::blocked) talk("haxen: error: no acceptable plan; nothing was changed\n");
    } else {
      put(report::plan_document(undertaking_, ended.draft.fleet, ended.draft.plan, wall_time(),
                                form_of(globals_)));
    }
    return code;
  }

  ExitCode tell_outcome(const Ended& ended) const {
    const auto code = code_of(ended);
    if (globals_.output == Output::text) {
      const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals_.colour);
      put("\n");
      put(report::outcome_screen(undertaking_, {elapsed_, code}, ended.draft.fleet, ended.outcome, style));
    } else {
      put(report::outcome_document(undertaking_, {elapsed_, code}, ended.draft.fleet, ended.draft.plan,
                                   ended.outcome, wall_time(), form_of(globals_)));
    }
    return code;
  }

  const Globals& globals_;
  const ChangeFlags& flags_;
  const report::Undertaking& undertaking_;
  Seconds elapsed_;
};

report::Blocked answer_to(operation::OnBlocked on_blocked) {
  switch (on_blocked) {
    case operation::OnBlocked::fail: return report::Blocked::hold_all;
    case operation::OnBlocked::skip: return report::Blocked::stay;
    case operation::OnBlocked::shut_down: return report::Blocked::shut_down;
  }
  return report::Blocked::hold_all;
}

report::Undertaking undertaking_of(const Globals& globals, const Intent& intent,
                                   const executor::Settings& settings, operation::OnBlocked on_blocked) {
  report::Undertaking undertaking;
  undertaking.command = intent.wish.command;
  const auto& nodes = intent.wish.cordon.empty() ? intent.wish.reopen : intent.wish.cordon;
  undertaking.nodes.assign(nodes.begin(), nodes.end());
  undertaking.fleet_file = fleet_file_path(globals);
  undertaking.operation = settings.operation;
  undertaking.stream = settings.tls ? report::Stream::tls : report::Stream::plain;
  undertaking.blocked = answer_to(on_blocked);
  return undertaking;
}

// The whole of a change, with everything in it that must live as long as its loop runs.
class Path {
 public:
  Path(const Globals& globals, const ChangeFlags& flags, const Intention& intention, config::Config config)
      : globals_(globals),
        flags_(flags),
        intention_(intention),
        session_(std::move(config)),
        stop_(session_.loop()) {}

  ExitCode walk(Signals& signals) {
    const auto fleet = session_.loop().run(session_.survey());
    for (const auto& absent : fleet.absent) warn(absent.why.message);
    auto intent = intention_(fleet, session_.config());
    if (!intent) return refuse(globals_, intent.error());
    const auto settings = settings_for(session_.config(), flags_, intent->leaving);
    const auto who = self();
    const bool whole_fleet = intent->whole_fleet;
    const auto undertaking = undertaking_of(globals_, *intent, settings, flags_.on_blocked);
    Listening listening(globals_, signals, session_.loop(), stop_);
    TerminalDesk desk(session_, globals_, flags_, undertaking, listening);
    const operation::Context context{
        session_.loop(), session_.connections(), desk, listening, stop_, settings, who, flags_.take_over};
    session_.loop().spawn(limit_time());
    const auto ended = session_.loop().run(operation::operate(context, std::move(intent->wish), fleet));
    signals.end_work();
    listening.pause();
    const auto code = Report(globals_, flags_, undertaking, desk.since_agreed()).tell(ended);
    if (code != ExitCode::done || !whole_fleet || fleet.absent.empty()) return code;
    warn("not all nodes answered: there may be more VMs to bring home");
    return ExitCode::partial;
  }

 private:
  Task<void> limit_time() {
    co_await session_.loop().sleep(flags_.time_limit.value_or(session_.config().defaults.time_limit));
    stop_.press(model::StopCause::time_limit);
    stop_.press(model::StopCause::time_limit);
  }

  const Globals& globals_;
  const ChangeFlags& flags_;
  const Intention& intention_;
  Session session_;
  executor::StopSwitch stop_;
};

}  // namespace

void declare_change_flags(CLI::App& app, ChangeFlags& flags) {
  app.add_flag("--yes,-y", flags.yes, "Carry the plan out without asking");
  app.add_flag("--dry-run,-n", flags.dry_run, "Show the plan, change nothing");
  add_duration(app, "--max-outage", flags.max_outage, "Outage budget for every VM, instead of its own");
  app.add_option("--parallel", flags.parallel, "Migrations at once, in all")->check(CLI::Range(1U, 64U));
  add_duration(app, "--timeout", flags.time_limit, "Time limit for the whole command");
  app.add_option("--reason", flags.reason, "Why, for those who see the marks");
  app.add_option_function<std::string>(
         "--take-over", [&flags](const std::string& id) { flags.take_over = OperationId(id); },
         "Take over the marks of this operation, which surely runs no more")
      ->type_name("OPERATION");
}

void declare_on_blocked(CLI::App& app, ChangeFlags& flags) {
  const std::map<std::string, operation::OnBlocked> words = {{"fail", operation::OnBlocked::fail},
                                                             {"skip", operation::OnBlocked::skip},
                                                             {"shutdown", operation::OnBlocked::shut_down}};
  app.add_option("--on-blocked", flags.on_blocked,
                 "What becomes of VMs that cannot move: fail, skip or shutdown")
      ->transform(CLI::Transformer(words));
}

ExitCode change(const Globals& globals, const ChangeFlags& flags, Signals& signals,
                const Intention& intention) {
  if (const auto consent = check_consent(flags); !consent) return refuse(globals, consent.error());
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  Path path(globals, flags, intention, std::move(*config));
  return path.walk(signals);
}

}  // namespace haxen::program
