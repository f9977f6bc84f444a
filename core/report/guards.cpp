// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the words for guards of nodes.
#include "report/guards.hpp"

#include "document/time.hpp"
#include "report/table.hpp"

namespace haxen::report {

namespace {

using model::GuardDeed;
using model::GuardStep;

std::string_view word(model::GuardPart part) {
  switch (part) {
    case model::GuardPart::missing: return "missing";
    case model::GuardPart::other: return "other";
    case model::GuardPart::current: return "current";
  }
  return {};
}

std::string_view word(GuardDeed deed) {
  switch (deed) {
    case GuardDeed::nothing: return "nothing";
    case GuardDeed::install: return "install";
    case GuardDeed::update: return "update";
    case GuardDeed::remove: return "remove";
    case GuardDeed::by_hand: return "by_hand";
    case GuardDeed::refused: return "refused";
  }
  return {};
}

Cell planned(const GuardStep& step) {
  switch (step.deed) {
    case GuardDeed::nothing: return {"nothing to do", Tone::faint};
    case GuardDeed::install: return {"install it, and admit this boot", Tone::strong};
    case GuardDeed::update: return {"bring it up to date", Tone::strong};
    case GuardDeed::remove: return {"remove it", Tone::strong};
    case GuardDeed::by_hand: return {"by hand", Tone::warn};
    case GuardDeed::refused: return {"left as it is", Tone::warn};
  }
  return {};
}

Cell came(const GuardStep& step) {
  if (step.done) return {step.deed == GuardDeed::remove ? "removed" : "in place", Tone::good};
  switch (step.deed) {
    case GuardDeed::nothing: return {"as it was", Tone::faint};
    case GuardDeed::install:
    case GuardDeed::update:
    case GuardDeed::remove: return {"failed", Tone::bad};
    case GuardDeed::by_hand:
    case GuardDeed::refused: break;
  }
  return planned(step);
}

Cell boot(const GuardStep& step) {
  if (!step.guard || !step.guard->may_admit) return {"unknown"};
  if (is_unguarded(*step.guard)) return {"any boot starts VMs"};
  return step.guard->admitted ? Cell{"this boot is admitted"} : Cell{"this boot is not admitted", Tone::warn};
}

std::string screen(const std::vector<GuardStep>& steps, Cell (*deed)(const GuardStep&), const Style& style) {
  Table table{
      {{.header = "node", .squeeze = Squeeze::middle, .least = 10}, {.header = "guard"}, {.header = "now"}},
      {},
      0};
  for (const auto& step : steps) {
    Row row{{{step.node.str(), Tone::strong}, deed(step), boot(step)}, {}};
    if (!step.fault.message.empty()) row.notes.push_back({step.fault.message, Tone::warn});
    if (!step.fault.hint.empty()) row.notes.push_back({step.fault.hint, Tone::faint});
    table.rows.push_back(std::move(row));
  }
  return render(table, style);
}

Json step_part(const GuardStep& step) {
  return {{"name", step.node.str()},
          {"deed", word(step.deed)},
          {"done", step.done},
          {"guard", guard_part(step.guard)},
          {"message", or_null(step.fault.message)},
          {"remedy", or_null(step.fault.hint)}};
}

}  // namespace

// Only root sees whether the boot is admitted.
Json guard_part(const std::optional<model::Guard>& guard) {
  if (!guard) return {};
  return {{"program", word(guard->program)},
          {"unit", word(guard->unit)},
          {"admitted", guard->may_admit && !is_unguarded(*guard) ? Json(guard->admitted) : Json()}};
}

std::string guards_plan_screen(const std::vector<GuardStep>& steps, const Style& style) {
  return screen(steps, planned, style);
}

std::string guards_screen(const std::vector<GuardStep>& steps, const Style& style) {
  return screen(steps, came, style);
}

std::string guards_document(const std::vector<GuardStep>& steps, const std::string& fleet_file,
                            model::WallTime now, ExitCode code, Form form) {
  auto nodes = Json::array();
  for (const auto& step : steps) nodes.push_back(step_part(step));
  return laid_out({{"schema", "haxen/guards/1"},
                   {"fleet", or_null(fleet_file)},
                   {"time", document::rfc3339(now)},
                   {"nodes", std::move(nodes)},
                   {"exit_code", static_cast<int>(code)}},
                  form);
}

}  // namespace haxen::report
