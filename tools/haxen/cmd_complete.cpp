// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen complete`: the words that the shell's completion offers. Not for people, so not in the help.
#include <algorithm>
#include <fmt/format.h>
#include <memory>

#include "command.hpp"
#include "ledger.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

// Somebody waits with a finger on the Tab key.
constexpr Milliseconds shortest_deadline{2000};

// A name that stands at several nodes needs the node beside it.
std::vector<std::string> vm_words(const model::Fleet& fleet) {
  std::vector<std::string> words;
  for (const auto& vm : fleet.vms) {
    const auto same = std::ranges::count(fleet.vms, vm.name, &model::Vm::name);
    words.push_back(same == 1 ? vm.name.str() : fmt::format("{}@{}", vm.name, vm.node));
  }
  return words;
}

void put_lines(const std::vector<std::string>& words) {
  for (const auto& word : words) put(word + "\n");
}

// Says nothing where nothing can be offered: an error between the typed words helps nobody.
ExitCode complete(const Globals& globals, const std::string& what) {
  auto config = load_config(globals);
  if (!config) return ExitCode::failed;
  if (what == "nodes") {
    for (const auto& node : config->nodes) put(node.name.str() + "\n");
    return ExitCode::done;
  }
  if (what == "kept") {
    if (const auto kept = kept_fleet(fleet_file_path(globals))) put_lines(vm_words(*kept));
    return ExitCode::done;
  }
  config->defaults.deadline = std::min(config->defaults.deadline, shortest_deadline);
  Session session(std::move(*config));
  put_lines(vm_words(session.loop().run(session.survey())));
  return ExitCode::done;
}

}  // namespace

void declare_complete(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("complete", "Words for the shell's completion")->group("");
  auto what = std::make_shared<std::string>();
  command.add_option("WHAT", *what)->required()->check(CLI::IsMember({"nodes", "vms", "kept"}));
  command.callback([what, &chosen] {
    chosen = [what](const Globals& globals, Signals&) { return complete(globals, *what); };
  });
}

}  // namespace haxen::program
