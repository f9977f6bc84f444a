// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the columns and sentences of a plan that starts lost VMs.
#include "report/recovery.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "report/table.hpp"
#include "report/text.hpp"
#include "report/time.hpp"

namespace haxen::report {

namespace {

std::size_t running(const model::LedgerNode& lost) {
  return static_cast<std::size_t>(std::ranges::count_if(
      lost.vms, [](const model::LedgerVm& kept) { return model::is_active(kept.vm.state); }));
}

std::size_t to_run(const model::Plan& plan) {
  return static_cast<std::size_t>(std::ranges::count_if(
      plan.starts, [](const model::Start& start) { return start.kind != model::StartKind::rehome; }));
}

Row row(const model::Start& start) {
  Row row{{{start.vm.name.str(), Tone::strong},
           {start.lost.str()},
           {start.vm.node.str()},
           {to_string(start.vm.memory)},
           {std::to_string(start.vm.policy.priority)}},
          {}};
  if (start.is_partial)
    row.notes.push_back({"a copy is there that lacks a part of its memory for good: that is ended first"});
  else if (start.is_defined)
    row.notes.push_back({"defined already, by a run that was cut short"});
  if (start.kind == model::StartKind::rehome)
    row.notes.push_back({"off: it is defined there, and stays off"});
  return row;
}

std::string left_off(const model::Fleet& fleet, const model::Plan& plan, const Style& style) {
  std::vector<std::string> names;
  for (const auto& lost : fleet.lost)
    for (const auto& kept : lost.vms) {
      const auto is_it = [&](const model::Start& start) { return start.vm.uuid == kept.vm.uuid; };
      if (!model::is_active(kept.vm.state) && std::ranges::none_of(plan.starts, is_it))
        names.push_back(kept.vm.name.str());
    }
  if (names.empty()) return {};
  return paragraph(
      {fmt::format("off before, and left off (--with-stopped defines them elsewhere): {}", joined(names))}, 0,
      style);
}

std::string exposed(const model::Plan& plan, const Style& style) {
  if (plan.exposed.value_or(0) == 0) return {};
  return paragraph(
      {fmt::format("warning: after that, the loss of one more node would leave {} without a place",
                   counted(*plan.exposed, "VM", "VMs")),
       Tone::warn},
      0, style);
}

}  // namespace

std::string recovery_summary(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
                             const Style& style) {
  const auto starting = to_run(plan);
  Bytes memory;
  for (const auto& start : plan.starts)
    if (start.kind != model::StartKind::rehome) memory += start.vm.memory;
  std::vector<std::string> parts = {
      fmt::format("{}: {}", title(of),
                  starting > 0           ? counted(starting, "VM", "VMs") + " to start"
                  : !plan.starts.empty() ? counted(plan.starts.size(), "VM", "VMs") + " to define, off"
                                         : std::string("nothing can start"))};
  if (starting > 0) parts.push_back(to_string(memory));
  auto screen = flow(parts, Tone::plain, style);
  for (const auto& lost : fleet.lost)
    screen +=
        paragraph({fmt::format("{} as it was at {}: {}, {} of them running", lost.node.name,
                               minute(lost.seen), counted(lost.vms.size(), "VM", "VMs"), running(lost))},
                  0, style);
  for (const auto& proof : of.proofs) screen += paragraph({proof}, 0, style);
  return screen;
}

std::string recovery_table(const model::Fleet& fleet, const model::Plan& plan, const Style& style) {
  std::string screen;
  if (!plan.starts.empty()) {
    Table table{{{.header = "VM", .squeeze = Squeeze::middle, .least = 12},
                 {.header = "lost with", .squeeze = Squeeze::middle, .least = 8},
                 {.header = "starts on", .squeeze = Squeeze::middle, .least = 8},
                 {.header = "memory", .align = Align::right},
                 {.header = "priority", .align = Align::right, .rank = 1}},
                {},
                0};
    for (const auto& start : plan.starts) table.rows.push_back(row(start));
    screen = render(table, style);
  }
  return screen + left_off(fleet, plan, style) + exposed(plan, style);
}

}  // namespace haxen::report
