// SPDX-License-Identifier: GPL-2.0-or-later
// Knows `haxen capacity`: which node may be lost, which can be drained, and how many more VMs there is room
// for.
#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <unistd.h>

#include "command.hpp"
#include "flags.hpp"
#include "ground.hpp"
#include "planner/capacity.hpp"
#include "planning.hpp"
#include "report/capacity.hpp"
#include "say.hpp"
#include "session.hpp"
#include "virt/overhead.hpp"

namespace haxen::program {

namespace {

struct Flags {
  std::vector<std::string> nodes;
  std::string size;
  std::string snapshot;
};

/// "4GiB" or "4GiB,2"; one virtual CPU where it does not say. The overhead is QEMU's.
Result<model::Vm> parse_size(const std::string& text) {
  const auto comma = std::min(text.find(','), text.size());
  const auto memory = parse_bytes(text.substr(0, comma));
  if (!memory) return tl::unexpected(about("--size", memory.error()));
  model::Vm vm;
  vm.memory = *memory;
  vm.vcpus = 1;
  if (comma < text.size()) {
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + comma + 1, end, vm.vcpus);
    if (read.ec != std::errc() || read.ptr != end || vm.vcpus < 1 || vm.vcpus > 4096)
      return fault(FaultKind::usage,
                   fmt::format("--size: '{}': virtual CPUs are a number from 1 to 4096", text),
                   "for example --size 4GiB,2");
  }
  if (vm.memory < mib(1))
    return fault(FaultKind::usage, fmt::format("--size: '{}' is less than 1 MiB", text),
                 "for example --size 4GiB,2");
  vm.overhead = virt::qemu_overhead(vm.memory, vm.vcpus, mib(16));
  return vm;
}

ExitCode capacity(const Globals& globals, const Flags& flags) {
  std::optional<model::Vm> like;
  if (!flags.size.empty()) {
    auto size = parse_size(flags.size);
    if (!size) return refuse(globals, size.error());
    like = std::move(*size);
  }
  const auto ground = find_ground(globals, flags.snapshot);
  if (!ground) return refuse(globals, ground.error());
  const auto nodes = nodes_in(ground->fleet, flags.nodes);
  if (!nodes) return refuse(globals, nodes.error());
  model::Capacity found;
  found.nodes = planner::node_capacities(ground->fleet, *nodes, limits_for(ground->config, {}));
  if (like) found.growth = planner::growth(ground->fleet, *like);
  if (globals.output == Output::text) {
    const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
    put(report::capacity_screen(ground->fleet, found, style));
  } else {
    put(report::capacity_document(ground->fleet, ground->source, found, wall_time(), form_of(globals)));
  }
  return ground->fleet.absent.empty() ? ExitCode::done : ExitCode::partial;
}

}  // namespace

void declare_capacity(CLI::App& app, Chosen& chosen) {
  auto& command =
      *app.add_subcommand("capacity", "Show which nodes may be lost or drained, and what still fits");
  auto flags = std::make_shared<Flags>();
  command.add_option("NODE", flags->nodes, "Only these nodes");
  command.add_option("--size", flags->size, "Count how many more VMs of this size fit")
      ->type_name("MEMORY[,VCPUS]");
  command.add_option("--snapshot", flags->snapshot, "Ask of a fleet kept by 'haxen snapshot'")
      ->type_name("FILE");
  command.callback([flags, &chosen] {
    chosen = [flags](const Globals& globals, Signals&) { return capacity(globals, *flags); };
  });
}

}  // namespace haxen::program
