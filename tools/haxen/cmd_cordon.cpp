// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen cordon` and `haxen uncordon`.
#include <memory>

#include "command.hpp"
#include "cordons.hpp"
#include "flags.hpp"
#include "say.hpp"
#include "session.hpp"

namespace haxen::program {

namespace {

struct Flags {
  std::vector<std::string> nodes;
  std::string reason;
  std::string until;
  std::optional<OperationId> take_over;
};

void declare_take_over(CLI::App& command, const std::shared_ptr<Flags>& flags) {
  command
      .add_option_function<std::string>(
          "--take-over", [flags](const std::string& id) { flags->take_over = OperationId(id); },
          "Take over the marks of this operation, which surely runs no more")
      ->type_name("OPERATION");
}

ExitCode run_cordon(const Globals& globals, const Flags& flags) {
  std::optional<model::WallTime> until;
  if (!flags.until.empty()) {
    const auto time = parse_until(flags.until, wall_time());
    if (!time) return refuse(globals, time.error());
    until = *time;
  }
  return cordon(globals, flags.nodes, flags.reason, until, flags.take_over);
}

}  // namespace

void declare_cordon(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("cordon", "Let nodes take no more VMs; those on them stay");
  auto flags = std::make_shared<Flags>();
  command.add_option("NODE", flags->nodes, "The nodes")->required();
  command.add_option("--reason", flags->reason, "Why, for those who see the cordon");
  command.add_option("--until", flags->until, "Until when, for those who see the cordon")->type_name("TIME");
  declare_take_over(command, flags);
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals&) { return run_cordon(globals, *flags); };
  });
}

void declare_uncordon(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("uncordon", "Let nodes take VMs again");
  auto flags = std::make_shared<Flags>();
  command.add_option("NODE", flags->nodes, "The nodes")->required();
  declare_take_over(command, flags);
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals&) {
      return uncordon(globals, "uncordon", flags->nodes, flags->take_over);
    };
  });
}

}  // namespace haxen::program
