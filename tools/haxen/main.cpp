// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the program's own flags and its subcommands.
#include <CLI/CLI.hpp>
#include <map>
#include <unistd.h>

#include "base/nearest.hpp"
#include "command.hpp"
#include "flags.hpp"
#include "say.hpp"
#include "signals.hpp"

namespace haxen::program {

namespace {

void declare_globals(CLI::App& app, Globals& globals) {
  app.set_version_flag("--version", "haxen " HAXEN_VERSION);
  app.add_option("--fleet", globals.fleet_file,
                 "The fleet file (else $HAXEN_FLEET, else /etc/haxen/fleet.toml)")
      ->type_name("FILE");
  add_duration(app, "--deadline", globals.deadline, "How long a node may take to answer");
  add_choice<Output>(app, "--output,-o", globals.output,
                     {{"text", Output::text}, {"json", Output::json}, {"jsonl", Output::jsonl}},
                     "For people, one document, or events line by line and then the document");
  using report::ColourWish;
  add_choice<ColourWish>(
      app, "--color", globals.colour,
      {{"auto", ColourWish::automatic}, {"always", ColourWish::always}, {"never", ColourWish::never}},
      "Colours");
  app.require_subcommand(1);
  app.fallthrough();  // the flags of every subcommand may stand behind its name
}

void declare_commands(CLI::App& app, Chosen& chosen) {
  declare_status(app, chosen);
  declare_drain(app, chosen);
  declare_undrain(app, chosen);
  declare_place(app, chosen);
  declare_repair(app, chosen);
  declare_cordon(app, chosen);
  declare_uncordon(app, chosen);
  declare_failover(app, chosen);
  declare_fence(app, chosen);
  declare_ledger(app, chosen);
  declare_fleet(app, chosen);
  declare_capacity(app, chosen);
  declare_snapshot(app, chosen);
  declare_probe(app, chosen);
  declare_history(app, chosen);
  declare_complete(app, chosen);
}

std::vector<std::string> words_of(const CLI::App& app) {
  std::vector<std::string> words;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) words.push_back("--" + name);
  }
  for (const auto* command : app.get_subcommands({})) words.push_back(command->get_name());
  return words;
}

// The nearest known word to what was not understood, among the flags of the program and of the subcommand in
// use.
std::string hint_for(const CLI::App& app, int argc, char** argv) {
  auto known = words_of(app);
  std::string chosen;
  for (auto inner = app.get_subcommands(); !inner.empty(); inner = inner.front()->get_subcommands()) {
    const auto more = words_of(*inner.front());
    known.insert(known.end(), more.begin(), more.end());
    chosen += inner.front()->get_name() + " ";
  }
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto meant = nearest(word.substr(0, word.find('=')), known);
    if (meant && *meant != word.substr(0, word.find('='))) return fmt::format("did you mean '{}'?", *meant);
  }
  return fmt::format("see 'haxen {}--help'", chosen);
}

// CLI11's words begin with a capital where they are sentences; ours do not.
std::string in_our_case(std::string text) {
  if (text.size() > 1 && std::isupper(static_cast<unsigned char>(text[1])) == 0) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

std::string complaint_of(const CLI::App& app, const CLI::ParseError& error) {
  const auto left = app.remaining(true);
  std::string chosen;
  const auto* last = &app;
  for (auto inner = app.get_subcommands(); !inner.empty(); inner = last->get_subcommands()) {
    last = inner.front();
    chosen += last->get_name() + " ";
  }
  const bool leads_on = !last->get_subcommands({}).empty();
  if (leads_on && !left.empty() && !left.front().starts_with('-')) {
    return fmt::format("there is no command '{}{}'", chosen, left.front());
  }
  return in_our_case(error.what());
}

ExitCode run(int argc, char** argv, Signals& signals) {
  CLI::App app{"Drains, places and proves virtual machines on plain libvirt hosts", "haxen"};
  Globals globals;
  Chosen chosen;
  declare_globals(app, globals);
  declare_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      app.exit(error);  // --help and --version
      return ExitCode::done;
    }
    return refuse(globals, Fault{FaultKind::usage, complaint_of(app, error), hint_for(app, argc, argv)});
  }
  return (*chosen)(globals, signals);
}

}  // namespace

}  // namespace haxen::program

int main(int argc, char** argv) {
  haxen::program::Signals signals;
  const auto code = haxen::program::run(argc, argv, signals);
  // Threads whose calls never came back hold what static destructors would take away under them.
  std::fflush(nullptr);
  _exit(static_cast<int>(code));
}
