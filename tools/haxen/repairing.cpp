// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a repair goes from the survey to the report.
#include "repairing.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "desk.hpp"
#include "inventory/choice.hpp"
#include "journaling.hpp"
#include "kept_report.hpp"
#include "listening.hpp"
#include "repair/course.hpp"
#include "report/anomalies.hpp"
#include "say.hpp"
#include "self.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

using model::MendResult;
using model::Prospect;
using repair::Ended;
using repair::Ending;

bool any_is(const model::Anomalies& found, Prospect prospect) {
  return std::ranges::find(found, prospect, &model::Anomaly::prospect) != found.end();
}

report::Style style_of(const Globals& globals) {
  return report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
}

class TerminalDesk : public repair::Desk {
 public:
  TerminalDesk(const Globals& globals, const RepairFlags& flags, Listening& listening)
      : globals_(globals), flags_(flags), listening_(listening) {}

  void show(const model::Anomalies& found) override {
    if (globals_.output != Output::text) return;
    listening_.pause();
    put(report::anomalies_screen(found, style_of(globals_)));
  }
  bool agree(const model::Anomalies&) override {
    return !flags_.dry_run && (flags_.yes || says_yes("repair: go ahead?"));
  }

 private:
  const Globals& globals_;
  const RepairFlags& flags_;
  Listening& listening_;
};

// How a repair that was agreed to has ended.
ExitCode code_of_deeds(const Ended& ended, const executor::StopSwitch& stop) {
  std::size_t asked = 0, done = 0, failed = 0;
  for (std::size_t i = 0; i < ended.found.size(); ++i) {
    if (!ended.found[i].remedy) continue;
    const auto result = ended.outcomes[i].result;
    ++asked;
    done += result == MendResult::mended || result == MendResult::over ? 1U : 0U;
    failed += result == MendResult::failed ? 1U : 0U;
    if (result == MendResult::unproven) return ExitCode::unproven;
  }
  if (any_is(ended.found, Prospect::unproven)) return ExitCode::unproven;
  if (done < asked && stop.cause())
    return stop.cause() == model::StopCause::time_limit ? ExitCode::time_limit : ExitCode::interrupted;
  if (done == asked) return ExitCode::done;
  return failed == asked ? ExitCode::failed : ExitCode::partial;
}

ExitCode code_of(const Ended& ended, const RepairFlags& flags, const executor::StopSwitch& stop) {
  switch (ended.how) {
    case Ending::carried_out: return code_of_deeds(ended, stop);
    case Ending::declined:
      if (!flags.dry_run) return ExitCode::no_plan;
      break;
    case Ending::nothing_to_do: break;
  }
  return any_is(ended.found, Prospect::unproven) ? ExitCode::unproven : ExitCode::done;
}

// The whole of a repair, with everything in it that must live as long as its loop runs.
class Path {
 public:
  Path(const Globals& globals, const RepairFlags& flags, config::Config config)
      : globals_(globals),
        flags_(flags),
        session_(std::move(config), fleet_file_path(globals)),
        stop_(session_.loop()) {}

  ExitCode walk(Signals& signals) {
    fleet_ = session_.loop().run(session_.survey());
    const auto vms = inventory::choose_vms(fleet_, flags_.vms);
    if (!vms) return refuse(globals_, vms.error());
    const auto who = self();
    const repair::Question question{uuids(*vms), who, wall_time()};
    Listening listening(globals_, signals, session_.loop(), stop_);
    Journaling journaling(session_.loop(), listening);
    if (!flags_.dry_run) {
      const auto opened = journaling.open(operation(who), who);
      if (!opened) return refuse(globals_, opened.error());
    }
    TerminalDesk desk(globals_, flags_, listening);
    const repair::Context context{session_.connections(), desk, journaling, stop_, id_};
    session_.loop().spawn(limit_time());
    const auto ended = session_.loop().run(repair::repair(context, question, fleet_));
    signals.end_work();
    listening.pause();
    const auto code = code_of(ended, flags_, stop_);
    tell(ended, code);
    journaling.close(conclude(ended, code));
    session_.keep_ledger();
    return code;
  }

 private:
  static std::set<VmUuid> uuids(const std::vector<model::Vm>& vms) {
    std::set<VmUuid> all;
    for (const auto& vm : vms) all.insert(vm.uuid);
    return all;
  }

  Task<void> limit_time() {
    co_await session_.loop().sleep(flags_.time_limit.value_or(session_.config().defaults.time_limit));
    stop_.press(model::StopCause::time_limit);
  }

  model::Operation operation(const executor::Self& who) const {
    model::Operation operation;
    operation.id = id_;
    operation.command = "repair";
    operation.subject = fmt::format("{}", fmt::join(flags_.vms, ", "));
    operation.fleet = fleet_file_path(globals_);
    operation.reason = flags_.reason;
    operation.holder = who.holder;
    operation.began = wall_time();
    return operation;
  }

  std::optional<report::Mending> mending(const Ended& ended) const {
    if (ended.how != Ending::carried_out) return std::nullopt;
    const auto cause = stop_.cause();
    const bool timed_out = cause == model::StopCause::time_limit;
    return report::Mending{id_, ended.outcomes, cause && !timed_out, timed_out};
  }

  std::string document(const Ended& ended, ExitCode code, report::Form form) const {
    return report::repair_document(fleet_, ended.found, mending(ended), fleet_file_path(globals_),
                                   wall_time(), code, form);
  }

  // What was found is on the screen already.
  std::string words(const Ended& ended, const report::Style& style) const {
    if (ended.how == Ending::carried_out) return report::mending_screen(ended.found, *mending(ended), style);
    if (ended.found.empty()) return report::anomalies_screen(ended.found, style);
    return ended.how == Ending::declined && !flags_.dry_run ? "Nothing was changed.\n" : "";
  }

  void tell(const Ended& ended, ExitCode code) const {
    const bool is_text = globals_.output == Output::text;
    const auto text = is_text ? words(ended, style_of(globals_)) : document(ended, code, form_of(globals_));
    if (text.empty() || put(is_text && ended.how == Ending::carried_out ? "\n" + text : text)) return;
    const auto kept = keep_report(id_, text);
    warn(kept ? fmt::format("the report could not be written; it is in '{}'", *kept) : kept.error().message);
  }

  Conclusion conclude(const Ended& ended, ExitCode code) const {
    return {static_cast<int>(code),
            report::anomalies_screen(ended.found, report::Style{}) + '\n' + words(ended, report::Style{}),
            document(ended, code, report::Form::line)};
  }

  const Globals& globals_;
  const RepairFlags& flags_;
  Session session_;
  executor::StopSwitch stop_;
  const OperationId id_ = new_operation_id();
  model::Fleet fleet_;
};

Task<repair::Knowledge> survey_closely(Session& session) {
  auto fleet = co_await session.survey();
  co_return co_await repair::look_closer(session.connections(), std::move(fleet));
}

}  // namespace

ExitCode repair(const Globals& globals, const RepairFlags& flags, Signals& signals) {
  if (!flags.yes && !flags.dry_run) {
    if (const auto somebody = require_somebody(); !somebody) return refuse(globals, somebody.error());
  }
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  return Path(globals, flags, std::move(*config)).walk(signals);
}

ExitCode audit(const Globals& globals) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  Session session(std::move(*config), fleet_file_path(globals));
  const auto known = session.loop().run(survey_closely(session));
  const auto found = repair::anomalies(known, {{}, self(), wall_time()});
  auto code = ExitCode::done;
  if (any_is(found, Prospect::mendable)) code = ExitCode::advised;
  if (any_is(found, Prospect::unproven)) code = ExitCode::unproven;
  put(globals.output == Output::text ? report::anomalies_screen(found, style_of(globals))
                                     : report::audit_document(known.fleet, found, fleet_file_path(globals),
                                                              wall_time(), code, form_of(globals)));
  session.keep_ledger();
  return code;
}

}  // namespace haxen::program
