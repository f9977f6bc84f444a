// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen history`: what was changed from here, by whom, and how it ended.
#include <memory>
#include <unistd.h>

#include "command.hpp"
#include "page_file.hpp"
#include "report/history.hpp"
#include "say.hpp"
#include "self.hpp"
#include "state.hpp"
#include "store/journal.hpp"

namespace haxen::program {

namespace {

struct Flags {
  std::string operation;
  bool last = false;
  std::size_t limit = 20;
  std::string report;
};

report::PastState state_of(const model::Operation& operation, const executor::Self& me) {
  if (operation.ended) return report::PastState::ended;
  return me.judge(operation.holder) == executor::Liveness::dead ? report::PastState::cut_short
                                                                : report::PastState::under_way;
}

void show(const Globals& globals, const std::vector<report::Past>& pasts, bool in_full) {
  if (globals.output != Output::text) {
    put(report::history_document(pasts, form_of(globals)));
    return;
  }
  const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
  put(in_full ? report::past_screen(pasts.front(), style) : report::history_screen(pasts, style));
}

ExitCode list(const Globals& globals, store::Journal& journal, std::size_t limit) {
  const auto latest = journal.latest(limit);
  if (!latest) return refuse(globals, latest.error());
  const auto me = self();
  std::vector<report::Past> pasts;
  for (const auto& operation : *latest) pasts.push_back({operation, state_of(operation, me), std::nullopt});
  show(globals, pasts, false);
  return ExitCode::done;
}

Result<model::Operation> wanted(store::Journal& journal, const Flags& flags) {
  if (!flags.last) return journal.find(flags.operation);
  auto latest = journal.latest(1);
  if (!latest) return tl::unexpected(latest.error());
  if (latest->empty()) return fault(FaultKind::missing, "nothing has been changed from here yet");
  return std::move(latest->front());
}

ExitCode show_one(const Globals& globals, store::Journal& journal, const Flags& flags) {
  const auto operation = wanted(journal, flags);
  if (!operation) return refuse(globals, operation.error(), ExitCode::usage);
  auto entries = journal.entries(operation->id);
  if (!entries) return refuse(globals, entries.error());
  const report::Past past{*operation, state_of(*operation, self()), std::move(*entries)};
  show(globals, {past}, true);
  write_page(flags.report, past);
  return ExitCode::done;
}

ExitCode history(const Globals& globals, const Flags& flags) {
  auto journal = store::Journal::open_existing(state_directory());
  if (!journal) return refuse(globals, journal.error());
  const bool one = flags.last || !flags.operation.empty();
  if (!one && !flags.report.empty())
    return refuse(globals, Fault{FaultKind::usage, "--report tells of one operation", "name it, or --last"});
  if (const auto free = check_page(flags.report); !free) return refuse(globals, free.error());
  if (*journal) return one ? show_one(globals, **journal, flags) : list(globals, **journal, flags.limit);
  if (one)
    return refuse(globals, Fault{FaultKind::missing, "nothing has been changed from here yet", {}},
                  ExitCode::usage);
  show(globals, {}, false);
  return ExitCode::done;
}

}  // namespace

void declare_history(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("history", "Show what was changed from this host, and how it ended");
  auto flags = std::make_shared<Flags>();
  auto* operation = command.add_option("OPERATION", flags->operation,
                                       "Show this one in full; the beginning of its name will do");
  auto* last = command.add_flag("--last", flags->last, "Show the newest one in full")->excludes(operation);
  command.add_option("--limit", flags->limit, "How many are listed (20)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1000U))
      ->excludes(operation)
      ->excludes(last);
  command.add_option("--report", flags->report, "Tell of one in this file, as a page for a browser")
      ->type_name("FILE");
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals&) { return history(globals, *flags); };
  });
}

}  // namespace haxen::program
