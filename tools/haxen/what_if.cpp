// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what would be: the plan for a fleet that is only a document, and how a plan would go.
#include "what_if.hpp"

#include <unistd.h>

#include "change_report.hpp"
#include "ground.hpp"
#include "kept.hpp"
#include "operation/draft.hpp"
#include "page_file.hpp"
#include "rehearsal.hpp"
#include "report/plan.hpp"
#include "say.hpp"
#include "self.hpp"

namespace haxen::program {

namespace {

using operation::Ended;
using operation::Ending;

ExitCode show_plan(const Globals& globals, const ChangeFlags& flags, const Intention& intention,
                   const Ground& ground) {
  auto intent = intention(ground.fleet, ground.config);
  if (!intent) return refuse(globals, intent.error());
  const auto settings = settings_for(ground.config, flags, {});
  auto undertaking = undertaking_of(globals, flags, intent->wish, settings);
  undertaking.fleet_file = ground.source;
  undertaking.operation = std::nullopt;
  undertaking.stream = report::Stream::unknown;
  Ended ended;
  ended.draft = operation::draft(intent->wish, ground.fleet, self(), settings.operation);
  ended.how = operation::is_stuck(intent->wish, ended.draft) ? Ending::blocked : Ending::declined;
  if (globals.output == Output::text) {
    const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
    put(report::plan_screen(undertaking, ended.draft.fleet, ended.draft.plan, style));
  }
  ChangeFlags shown = flags;
  shown.dry_run = true;
  const Report report(globals, shown, undertaking, Seconds(0));
  const auto told = report.tell(ended);
  undertaking.operation = settings.operation;
  write_page(flags.report,
             report.past(ended, operation_of(undertaking, intent->subject, flags.reason, self()), {}, told));
  return keep_plan(globals, flags, intent->wish, ended, intent->leaving, told);
}

}  // namespace

ExitCode what_if(const Globals& globals, const ChangeFlags& flags, const Intention& intention) {
  auto ground = find_ground(globals, flags.snapshot, flags.sought);
  if (!ground) return refuse(globals, ground.error());
  if (!flags.rehearsal.simulate) return show_plan(globals, flags, intention, *ground);
  const auto stage = set_stage(flags.rehearsal, std::move(ground->fleet), std::move(ground->config),
                               std::move(ground->source));
  if (!stage) return refuse(globals, stage.error());
  return rehearse(globals, flags, intention, *stage);
}

}  // namespace haxen::program
