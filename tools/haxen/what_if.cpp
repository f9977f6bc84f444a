// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a plan would be for a fleet that is only a document.
#include "what_if.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "change_report.hpp"
#include "files.hpp"
#include "inventory/snapshot.hpp"
#include "kept.hpp"
#include "operation/draft.hpp"
#include "report/plan.hpp"
#include "say.hpp"
#include "self.hpp"

namespace haxen::program {

namespace {

using operation::Ended;
using operation::Ending;

Result<model::Fleet> load_snapshot(const std::string& file) {
  const auto text = read_file(file, "'haxen snapshot' writes one");
  if (!text) return tl::unexpected(text.error());
  auto fleet = inventory::from_json(*text);
  if (!fleet) return tl::unexpected(about(fmt::format("'{}'", file), fleet.error()));
  return fleet;
}

}  // namespace

ExitCode what_if(const Globals& globals, const ChangeFlags& flags, const Intention& intention) {
  const auto fleet = load_snapshot(flags.snapshot);
  if (!fleet) return refuse(globals, fleet.error());
  const config::Config config;
  auto intent = intention(*fleet, config);
  if (!intent) return refuse(globals, intent.error());
  const auto settings = settings_for(config, flags, {});
  auto undertaking = undertaking_of(globals, flags, intent->wish, settings);
  undertaking.fleet_file = flags.snapshot;
  undertaking.operation = std::nullopt;
  undertaking.stream = report::Stream::unknown;
  Ended ended;
  ended.draft = operation::draft(intent->wish, *fleet, self(), settings.operation);
  ended.how = operation::is_stuck(intent->wish, ended.draft.plan) ? Ending::blocked : Ending::declined;
  if (globals.output == Output::text) {
    const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
    put(report::plan_screen(undertaking, ended.draft.fleet, ended.draft.plan, style));
  }
  ChangeFlags shown = flags;
  shown.dry_run = true;
  const auto told = Report(globals, shown, undertaking, Seconds(0)).tell(ended);
  return keep_plan(globals, flags, intent->wish, ended, intent->leaving, told);
}

}  // namespace haxen::program
