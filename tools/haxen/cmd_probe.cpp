// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen probe`: how long services are silent, as seen from here.
#include <memory>

#include "command.hpp"
#include "flags.hpp"
#include "probing.hpp"

namespace haxen::program {

namespace {

void declare_what(CLI::App& command, ProbeFlags& flags) {
  using model::ProbeKind;
  command.add_option("TARGET", flags.targets, "[KIND://]HOST[:PORT][/PATH]: what is probed, all at once");
  command.add_option("--vm", flags.vms, "A VM of the fleet, or a pattern for several")
      ->type_name("VM")
      ->allow_extra_args(false);
  add_choice<ProbeKind>(command, "--kind", flags.defaults.kind,
                        {{"icmp", ProbeKind::icmp},
                         {"udp", ProbeKind::udp},
                         {"tcp", ProbeKind::tcp},
                         {"tcp-connect", ProbeKind::tcp_connect},
                         {"http", ProbeKind::http}},
                        "The kind of targets that do not say it (icmp)");
  command.add_option("--port", flags.defaults.port, "The port of targets that do not say it (7; http: 80)")
      ->type_name("PORT")
      ->check(CLI::Range(1U, 65535U));
}

void declare_how_long(CLI::App& command, ProbeFlags& flags) {
  add_duration(command, "--for", flags.length, "How long (1h; Ctrl-C ends it with the report)");
  command.add_option("--count", flags.count, "How many probes each target is sent")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40));
}

}  // namespace

void declare_probe(CLI::App& app, Chosen& chosen) {
  auto& command = *app.add_subcommand("probe", "Measure from here how long services are silent");
  auto flags = std::make_shared<ProbeFlags>();
  declare_what(command, *flags);
  add_duration(command, "--interval", flags->interval, "Time from one probe to the next (10ms)");
  declare_how_long(command, *flags);
  add_duration(command, "--list-gaps", flags->listed_from, "List gaps of this length and more");
  add_duration(command, "--max-gap", flags->max_gap, "Fail where a gap is longer than this");
  add_duration(command, "--wait", flags->patience,
               "How long connections and last answers are waited for (2s)");
  command.callback([flags, &command, &chosen] {
    if (flags->targets.empty() && flags->vms.empty()) throw CLI::RequiredError("TARGET or --vm");
    flags->says_how = command.count("--kind") + command.count("--port") > 0;
    chosen = [flags](const Globals& globals, Signals& signals) {
      return run_probe(globals, *flags, signals);
    };
  });
}

}  // namespace haxen::program
