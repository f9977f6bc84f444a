// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the moves of a plan are listed, one a row.
#include "report/move_table.hpp"

#include <fmt/format.h>

#include "report/table.hpp"
#include "report/text.hpp"

namespace haxen::report {

namespace {

std::string or_dash(const std::optional<Seconds>& length, const Style& style) {
  return length ? to_string(*length) : std::string(dash(style.glyphs));
}

std::string rounds(const model::Move& move, const Style& style) {
  return move.expected_rounds ? std::to_string(*move.expected_rounds) : std::string(dash(style.glyphs));
}

/// Which of the moves' columns have something to tell.
struct Told {
  bool disks = false, time = false, outage = false, rounds = false, order = false;
};

Told told(const model::Plan& plan) {
  Told told;
  for (const auto& move : plan.moves) {
    told.disks = told.disks || !move.copies.empty();
    told.time = told.time || move.expected_time;
    told.outage = told.outage || move.expected_outage;
    told.rounds = told.rounds || move.expected_rounds;
    told.order = told.order || !move.after.empty();
  }
  return told;
}

std::string predecessors(const model::Move& move) {
  std::vector<std::size_t> numbers;
  for (const auto index : move.after) numbers.push_back(index + 1);
  return fmt::format("{}", fmt::join(numbers, ", "));
}

std::string budget_of(const Undertaking& of, const model::Vm* vm, const Style& style) {
  if (!vm) return std::string(dash(style.glyphs));
  return fmt::format("{} {}", at_most(style.glyphs), to_string(Seconds(budget(of, *vm))));
}

std::string phrase(const Undertaking& of, const model::Move& move, const model::DiskCopy& copy) {
  auto text = fmt::format("{}: {} is copied", copy.target, copy.path);
  if (of.former_images == FormerImages::removed)
    text += fmt::format(", and removed from {} once the VM runs there", move.from);
  if (copy.flattened) text += ", and what it stands on becomes part of the copy";
  if (!copy.available) text += "; how much room is left there is not known";
  return text;
}

/// What the rows of one plan share.
struct Around {
  const Undertaking& of;
  const Callings& callings;
  const Style& style;
  Told told;
};

Row row(std::size_t number, const model::Move& move, const Around& around) {
  const auto& [of, callings, style, told] = around;
  Row row{{{told.order ? std::to_string(number) : ""},
           {callings.name(move.vm), Tone::strong},
           {move.from.str()},
           {move.to.str()},
           {to_string(memory_of(move, callings))},
           {told.disks ? to_string(storage(move)) : ""},
           {told.time ? or_dash(move.expected_time, style) : ""},
           {told.rounds ? rounds(move, style) : ""},
           {told.outage ? or_dash(move.expected_outage, style) : ""},
           {budget_of(of, callings.vm(move.vm), style)},
           {predecessors(move)}},
          {}};
  if (move.kind == model::MoveKind::adopt)
    row.notes.push_back({"under way already: it is followed, not started anew"});
  if (move.kind == model::MoveKind::define) row.notes.push_back({"off: its definition moves"});
  for (const auto& copy : move.copies) row.notes.push_back({phrase(of, move, copy)});
  return row;
}

std::vector<Column> columns() {
  return {{.header = "#", .align = Align::right},
          {.header = "VM", .squeeze = Squeeze::middle, .least = 12},
          {.header = "from", .squeeze = Squeeze::middle, .least = 8},
          {.header = "to", .squeeze = Squeeze::middle, .least = 8},
          {.header = "memory", .align = Align::right},
          {.header = "disks", .align = Align::right},
          {.header = "time", .align = Align::right},
          {.header = "rounds", .align = Align::right, .rank = 1},
          {.header = "outage", .align = Align::right},
          {.header = "budget", .align = Align::right},
          {.header = "after", .squeeze = Squeeze::end, .least = 5}};
}

}  // namespace

Bytes memory_of(const model::Move& move, const Callings& callings) {
  const auto* vm = callings.vm(move.vm);
  return vm ? vm->memory : move.memory;
}

std::string move_table(const Undertaking& of, const model::Plan& plan, const Callings& callings,
                       const Style& style) {
  if (plan.moves.empty()) return {};
  const Around around{of, callings, style, told(plan)};
  Table table{columns(), {}, 0};
  for (std::size_t i = 0; i < plan.moves.size(); ++i) table.rows.push_back(row(i + 1, plan.moves[i], around));
  auto screen = render(table, style);
  if (around.told.rounds)
    screen += paragraph({"rounds and outage as the VMs wrote their memory, measured over 1 s", Tone::faint},
                        0, style);
  return screen;
}

}  // namespace haxen::report
