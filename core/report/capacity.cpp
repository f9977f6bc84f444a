// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the room that a fleet has is shown.
#include "report/capacity.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "report/callings.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/usage.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

using model::Reason;

// More would bury the rest; the JSON document holds them all.
constexpr std::size_t most_vms = 6;

/// What the screens of one fleet share.
struct Around {
  const model::Fleet& fleet;
  const Callings& callings;
  std::map<NodeName, Usage> usages;
};

std::string some_of(const std::vector<std::string>& all) {
  if (all.size() <= most_vms) return fmt::format("{}", fmt::join(all, ", "));
  return fmt::format("{} and {} more", fmt::join(all.begin(), all.begin() + most_vms, ", "),
                     all.size() - most_vms);
}

Bytes memory_of(const std::vector<VmUuid>& vms, const Callings& callings) {
  Bytes sum;
  for (const auto& uuid : vms)
    if (const auto* vm = callings.vm(uuid)) sum += model::footprint(*vm);
  return sum;
}

Cell loss(const model::NodeCapacity& node, const Around& around) {
  if (node.stranded.empty()) return {"all restart elsewhere"};
  return {fmt::format("{} stranded, {}", counted(node.stranded.size(), "VM", "VMs"),
                      to_string(memory_of(node.stranded, around.callings))),
          Tone::bad};
}

std::vector<VmUuid> blocked_vms(const model::Plan& drain) {
  std::vector<VmUuid> all;
  for (const auto& blocker : drain.blockers)
    if (std::ranges::find(all, blocker.vm) == all.end()) all.push_back(blocker.vm);
  return all;
}

Cell drain(const model::Plan& plan) {
  const auto blocked = blocked_vms(plan).size();
  if (blocked > 0) return {fmt::format("no: {}", counted(blocked, "VM", "VMs")), Tone::warn};
  if (plan.moves.empty()) return {"yes, empty"};
  auto text = "yes, " + counted(plan.moves.size(), "move", "moves");
  if (plan.expected_time) text += ", " + to_string(*plan.expected_time);
  return {text};
}

/// "not enough memory there (node1, node3)", reason by reason.
std::string reasons(const model::Plan& plan, const VmUuid& vm) {
  std::map<Reason, std::vector<std::string>> nodes;
  for (const auto& blocker : plan.blockers) {
    if (blocker.vm != vm || blocker.reason == Reason::no_target) continue;
    auto& of = nodes[blocker.reason];
    if (blocker.node) of.push_back(blocker.node->str());
  }
  std::vector<std::string> parts;
  for (const auto& [reason, where] : nodes)
    parts.push_back(where.empty() ? std::string(sentence(reason))
                                  : fmt::format("{} ({})", sentence(reason), some_of(where)));
  return parts.empty() ? std::string(sentence(Reason::no_target)) : fmt::format("{}", fmt::join(parts, "; "));
}

std::vector<Cell> notes(const model::NodeCapacity& node, const Around& around) {
  std::vector<Cell> notes;
  if (!node.stranded.empty()) {
    std::vector<std::string> names;
    for (const auto& vm : node.stranded) names.push_back(around.callings.call(vm));
    notes.push_back({"its loss would strand " + some_of(names), Tone::bad});
  }
  // VMs of which the same is to be said stand in one note.
  std::vector<std::pair<std::string, std::vector<std::string>>> lines;
  for (const auto& vm : blocked_vms(node.drain)) {
    auto why = reasons(node.drain, vm);
    const auto same = std::ranges::find(lines, why, [](const auto& line) { return line.first; });
    const auto name = around.callings.call(vm);
    same == lines.end() ? lines.push_back({std::move(why), {name}}) : same->second.push_back(name);
  }
  for (const auto& [why, names] : lines)
    notes.push_back({fmt::format("in the way of its drain: {}: {}", some_of(names), why), Tone::warn});
  return notes;
}

Row row(const model::NodeCapacity& node, const Around& around) {
  const auto* facts = model::find_node(around.fleet, node.node);
  const auto usage = around.usages.at(node.node);
  const bool cordoned = facts != nullptr && model::is_cordoned(*facts);
  const auto capacity = facts != nullptr ? facts->memory_capacity : Bytes{};
  return {{{node.node.str(), cordoned ? Tone::warn : Tone::strong},
           {std::to_string(usage.active)},
           {to_string(usage.promised)},
           {to_string(less(capacity, usage.promised))},
           loss(node, around),
           drain(node.drain)},
          notes(node, around)};
}

std::vector<Column> columns() {
  return {{.header = "node", .squeeze = Squeeze::middle, .least = 8},
          {.header = "VMs", .align = Align::right, .rank = 1},
          {.header = "promised", .align = Align::right},
          {.header = "free", .align = Align::right},
          {.header = "if it is lost", .squeeze = Squeeze::end, .least = 12},
          {.header = "drain now", .squeeze = Squeeze::end, .least = 8}};
}

std::string verdict(const model::Capacity& capacity, const Style& style) {
  std::vector<std::string> fatal;
  for (const auto& node : capacity.nodes)
    if (!node.stranded.empty()) fatal.push_back(node.node.str());
  if (fatal.empty())
    return flow({"N+1 holds: the VMs of any one of these nodes can be restarted on the others"}, Tone::good,
                style);
  return flow(
      {fmt::format("N+1 does not hold: not all VMs could be restarted if {} was lost", some_of(fatal))},
      Tone::bad, style);
}

std::string growth(const model::Growth& growth, const Style& style) {
  const auto number = [&](std::size_t count) {
    return count < growth.most ? std::to_string(count) : fmt::format("at least {}", count);
  };
  const auto size =
      fmt::format("{} and {}", to_string(growth.memory), counted(growth.vcpus, "vCPU", "vCPUs"));
  return paragraph(
      {fmt::format("room for {} more VMs of {} each; for {} such that the loss of a node strands no more "
                   "VMs than it would now",
                   number(growth.fit), size, number(growth.safe))},
      0, style);
}

}  // namespace

std::string capacity_screen(const model::Fleet& fleet, const model::Capacity& capacity, const Style& style) {
  const Callings callings(fleet);
  const Around around{fleet, callings, usage(fleet)};
  Table table{columns(), {}, 0};
  for (const auto& node : capacity.nodes) table.rows.push_back(row(node, around));
  for (const auto& absent : fleet.absent)
    table.rows.push_back(
        {{{absent.name.str(), Tone::bad}, {}, {}, {}, {"no answer", Tone::bad}}, {{absent.why.message}}});
  auto screen = verdict(capacity, style) + '\n' + render(table, style);
  if (capacity.growth) screen += '\n' + growth(*capacity.growth, style);
  return screen;
}

}  // namespace haxen::report
