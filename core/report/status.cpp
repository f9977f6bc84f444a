// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the nodes of a fleet are shown on a screen.
#include "report/status.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <vector>

#include "report/bar.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/time.hpp"
#include "report/usage.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

/// One unit for a whole column, so that its numbers compare at a glance.
struct Unit {
  std::string_view name;
  double bytes;
  int decimals;
};

Unit unit_for(const model::Fleet& fleet) {
  Bytes most;
  for (const auto& node : fleet.nodes) most = std::max(most, node.memory_capacity);
  return most < gib(1) && !fleet.nodes.empty() ? Unit{"MiB", 0x1p20, 0} : Unit{"GiB", 0x1p30, 1};
}

std::string in(Unit unit, Bytes amount) {
  return fmt::format("{:.{}f}", static_cast<double>(amount.count) / unit.bytes, unit.decimals);
}

double share(Bytes part, Bytes whole) {
  if (whole.count == 0) return part.count == 0 ? 0 : 1;
  return static_cast<double>(part.count) / static_cast<double>(whole.count);
}

std::string versions(const model::Node& node) {
  const auto text = [](const model::Version& v) {
    return fmt::format("{}.{}.{}", v.major, v.minor, v.micro);
  };
  return fmt::format("{} {}, libvirt {}", word(node.hypervisor), text(node.hypervisor_version),
                     text(node.libvirt_version));
}

/// What most nodes run; the first in order among equals.
std::string usual_versions(const model::Fleet& fleet) {
  std::map<std::string, std::size_t> count;
  for (const auto& node : fleet.nodes) ++count[versions(node)];
  const auto most = std::ranges::max_element(count, {}, [](const auto& entry) { return entry.second; });
  return most == count.end() ? std::string() : most->first;
}

std::string who(const model::Holder& holder) { return fmt::format("{}@{}", holder.user, holder.host); }

Cell mark_note(const model::Mark& mark, model::WallTime now) {
  std::string text;
  switch (mark.kind) {
    case model::MarkKind::cordon: text = "cordoned"; break;
    case model::MarkKind::claim: text = fmt::format("{} booked for moves", to_string(mark.booked)); break;
  }
  text +=
      fmt::format(" by {} since {} ({})", who(mark.holder), minute(mark.since), relative(mark.since, now));
  if (mark.until) text += fmt::format(" until {} ({})", minute(*mark.until), relative(*mark.until, now));
  if (!mark.reason.empty()) text += fmt::format(": {}", mark.reason);
  if (mark.active) text += fmt::format("; operation {} under way", mark.operation);
  return {text, mark.kind == model::MarkKind::cordon ? Tone::warn : Tone::plain};
}

std::vector<std::string> names_with(const Usage& usage, model::JobKind kind) {
  std::vector<std::string> names;
  for (const auto* vm : usage.jobs)
    if (vm->job->kind == kind) names.push_back(vm->name.str());
  return names;
}

std::string jobs(const Usage& usage) {
  std::string text;
  for (const auto kind :
       {model::JobKind::migration_out, model::JobKind::migration_in, model::JobKind::other}) {
    const auto names = names_with(usage, kind);
    if (names.empty()) continue;
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", word(kind), fmt::join(names, ", "));
  }
  return text;
}

std::vector<Cell> notes(const model::Node& node, const Usage& usage, const std::string& usual,
                        model::WallTime now) {
  std::vector<Cell> notes;
  if (node.mark) notes.push_back(mark_note(*node.mark, now));
  if (!usage.jobs.empty()) notes.push_back({jobs(usage)});
  if (!node.may_migrate) notes.push_back({"this user may look, but not move VMs here", Tone::warn});
  if (versions(node) != usual) notes.push_back({versions(node), Tone::faint});
  return notes;
}

Tone pressure(Bytes promised, Bytes capacity) {
  const auto full = share(promised, capacity);
  return full > 1 ? Tone::bad : full > 0.9 ? Tone::warn : Tone::plain;
}

struct Looks {
  Unit unit;
  const Style& style;
};

std::string or_dash(const std::optional<Bytes>& amount, const Looks& looks) {
  return amount ? in(looks.unit, *amount) : std::string(dash(looks.style.glyphs));
}

Row row(const model::Node& node, const Usage& usage, const Looks& looks) {
  const auto capacity = node.memory_capacity;
  const auto drawn = bar(usage.used ? share(*usage.used, capacity) : 0, share(usage.promised, capacity), 12,
                         looks.style.glyphs);
  const auto tone = pressure(usage.promised, capacity);
  return {{{node.name.str(), model::is_cordoned(node) ? Tone::warn : Tone::strong},
           {std::to_string(usage.active)},
           {drawn, tone},
           {or_dash(usage.used, looks)},
           {in(looks.unit, usage.promised), tone},
           {in(looks.unit, less(capacity, usage.promised))},
           {in(looks.unit, capacity)},
           {node.cpu_used ? fmt::format("{:.1f}", *node.cpu_used) : std::string(dash(looks.style.glyphs))},
           {std::to_string(node.cpus)},
           {std::to_string(usage.vcpus)}},
          {}};
}

Row row(const model::Absent& absent) {
  Row row{{{absent.name.str(), Tone::bad}, {}, {"no answer", Tone::bad}}, {{absent.why.message}}};
  if (!absent.why.hint.empty()) row.notes.push_back({"hint: " + absent.why.hint, Tone::faint});
  return row;
}

/// The nodes that answered as if they were one.
Row total_row(const model::Fleet& fleet, const std::map<NodeName, Usage>& usages, const Looks& looks) {
  model::Node all;
  Usage sum;
  all.name = NodeName("total");
  sum.used = Bytes{};
  all.cpu_used = 0;
  for (const auto& node : fleet.nodes) {
    const auto& usage = usages.at(node.name);
    all.memory_capacity += node.memory_capacity;
    all.cpus += node.cpus;
    all.cpu_used =
        all.cpu_used && node.cpu_used ? std::optional(*all.cpu_used + *node.cpu_used) : std::nullopt;
    sum.used = sum.used && usage.used ? std::optional(*sum.used + *usage.used) : std::nullopt;
    sum.promised += usage.promised;
    sum.vcpus += usage.vcpus;
    sum.active += usage.active;
  }
  auto total = row(all, sum, looks);
  for (auto& cell : total.cells) cell.tone = Tone::faint;
  return total;
}

std::vector<Column> columns(Unit unit) {
  return {{.header = "node", .squeeze = Squeeze::middle, .least = 10},
          {.header = "VMs", .align = Align::right},
          {.header = fmt::format("memory, {}", unit.name)},
          {.header = "used", .align = Align::right},
          {.header = "promised", .align = Align::right},
          {.header = "free", .align = Align::right},
          {.header = "of", .align = Align::right, .rank = 1},
          {.header = "busy", .align = Align::right},
          {.header = "CPUs", .align = Align::right},
          {.header = "vCPUs", .align = Align::right}};
}

std::string summary(const model::Fleet& fleet, const std::string& usual, const Style& style) {
  std::set<VmUuid> all, active;  // a VM on the move stands at two nodes
  for (const auto& vm : fleet.vms) {
    all.insert(vm.uuid);
    if (model::is_active(vm.state)) active.insert(vm.uuid);
  }
  auto nodes = counted(fleet.nodes.size() + fleet.absent.size(), "node", "nodes");
  if (fleet.nodes.empty()) return flow({nodes + ", no answer from any"}, Tone::plain, style);
  if (!fleet.absent.empty()) nodes += fmt::format(", no answer from {}", fleet.absent.size());
  auto vms = counted(all.size(), "VM", "VMs");
  if (active.size() < all.size()) vms += fmt::format(", {} active", active.size());
  return flow({nodes, vms, usual}, Tone::plain, style);
}

/// VMs that are active at more than one node without a migration that explains it.
std::vector<Cell> alarms(const model::Fleet& fleet) {
  std::map<VmUuid, std::vector<const model::Vm*>> copies;
  for (const auto& vm : fleet.vms)
    if (model::is_active(vm.state)) copies[vm.uuid].push_back(&vm);
  std::vector<Cell> alarms;
  for (const auto& [uuid, at] : copies) {
    if (at.size() < 2 || std::ranges::any_of(at, [](const auto* vm) { return vm->job.has_value(); }))
      continue;
    std::vector<std::string> nodes;
    for (const auto* vm : at) nodes.push_back(vm->node.str());
    alarms.push_back(
        {fmt::format("{} ({}) is active on {} at once", at.front()->name, uuid, joined(nodes)), Tone::bad});
  }
  return alarms;
}

}  // namespace

std::string node_screen(const model::Fleet& fleet, model::WallTime now, const Style& style) {
  const Looks looks{unit_for(fleet), style};
  const auto usual = usual_versions(fleet);
  const auto usages = usage(fleet);
  Table table{columns(looks.unit), {}, 0};
  for (const auto& node : fleet.nodes) {
    table.rows.push_back(row(node, usages.at(node.name), looks));
    table.rows.back().notes = notes(node, usages.at(node.name), usual, now);
  }
  for (const auto& absent : fleet.absent) table.rows.push_back(row(absent));
  if (fleet.nodes.size() > 1) table.rows.push_back(total_row(fleet, usages, looks));
  auto screen = summary(fleet, usual, style) + '\n' + render(table, style);
  for (const auto& alarm : alarms(fleet)) screen += '\n' + paragraph(alarm, 0, style);
  return screen;
}

}  // namespace haxen::report
