// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the VMs of a fleet are shown on a screen.
#include <fmt/format.h>
#include <vector>

#include "report/status.hpp"
#include "report/table.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

std::vector<Column> columns() {
  return {{.header = "VM", .squeeze = Squeeze::middle, .least = 12},
          {.header = "node", .squeeze = Squeeze::middle, .least = 8},
          {.header = "state"},
          {.header = "memory", .align = Align::right},
          {.header = "vCPUs", .align = Align::right},
          {.header = "origin", .squeeze = Squeeze::middle, .least = 8},
          {.header = "UUID", .rank = 1},
          {.header = "cannot move", .squeeze = Squeeze::below}};
}

/// A migration says more about a VM than that it runs.
Cell state(const model::Vm& vm) {
  const bool on_the_move = vm.job && vm.job->kind != model::JobKind::other;
  if (on_the_move) return {std::string(word(vm.job->kind)), Tone::warn};
  return {std::string(word(vm.state)), tone(vm.state)};
}

std::string in_the_way(const model::Vm& vm) {
  std::vector<std::string> all;
  for (const auto& hindrance : vm.hindrances) all.push_back(phrase(hindrance));
  if (vm.job && vm.job->kind == model::JobKind::other) all.push_back("another job");
  return fmt::format("{}", fmt::join(all, ", "));
}

Row row(const model::Vm& vm) {
  return {{{vm.name.str(), Tone::strong},
           {vm.node.str()},
           state(vm),
           {to_string(vm.memory)},
           {std::to_string(vm.vcpus)},
           {vm.origin ? vm.origin->str() : std::string()},
           {vm.uuid.str()},
           {in_the_way(vm), Tone::warn}},
          {}};
}

}  // namespace

std::string vm_screen(const model::Fleet& fleet, const Style& style) {
  if (fleet.vms.empty()) return "no VMs\n";
  Table table{columns(), {}, 0};
  for (const auto& vm : fleet.vms) table.rows.push_back(row(vm));
  return render(table, style);
}

}  // namespace haxen::report
