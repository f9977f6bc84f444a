// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how what stands in the way of VMs is shown: by reason, each with what would resolve it.
#include "report/blockers.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "report/table.hpp"
#include "report/text.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

using model::Reason;

// More would bury the rest; the JSON document holds them all.
constexpr std::size_t most_nodes = 8;
constexpr std::size_t most_relaxations = 3;

/// One VM under one reason: the particulars, and the nodes that each of them holds for.
using Places = std::map<std::string, std::vector<std::string>>;

std::string place(const std::string& detail, const std::string& nodes) {
  if (detail.empty() || nodes.empty()) return nodes.empty() ? detail : nodes;
  return fmt::format("{} ({})", nodes, detail);
}

/// Every place by name while they are few; else how many, and one for an example.
std::string told(const Places& places) {
  std::size_t nodes = 0;
  for (const auto& entry : places) nodes += entry.second.size();
  if (nodes > most_nodes) {
    const auto& [detail, where] = *places.begin();
    const auto example = places.size() > 1 ? fmt::format(", such as {}", where.front()) : std::string();
    return place(detail, counted(nodes, "node", "nodes") + example);
  }
  std::vector<std::string> parts;
  for (const auto& [detail, where] : places)
    parts.push_back(place(detail, fmt::format("{}", fmt::join(where, ", "))));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string phrase(const model::Relaxation& relaxation, const Callings& callings) {
  const auto node = relaxation.node ? relaxation.node->str() : "a node";
  switch (relaxation.kind) {
    case model::RelaxationKind::more_memory:
      return fmt::format("+{} on {}", to_string(relaxation.memory), node);
    case model::RelaxationKind::more_cpus:
      return fmt::format("+{} on {}", counted(relaxation.cpus, "vCPU", "vCPUs"), node);
    case model::RelaxationKind::drop_rule: {
      if (relaxation.company.empty())
        return fmt::format("rule '{}' not holding on {}", relaxation.rule, node);
      std::vector<std::string> names = {callings.call(relaxation.vm)};
      for (const auto& other : relaxation.company) names.push_back(callings.call(other));
      return fmt::format("{} may share {}", joined(names), node);
    }
    case model::RelaxationKind::shut_down: return fmt::format("shut down {}", callings.call(relaxation.vm));
    case model::RelaxationKind::uncordon: return fmt::format("haxen uncordon {}", node);
  }
  return "?";
}

/// "+1.0 GiB on n3; or shut down vm7": what is needed together stands between two semicolons.
std::string relaxations(const model::Plan& plan, const VmUuid& vm, const Callings& callings) {
  std::map<unsigned, std::vector<std::string>> ways;
  for (const auto& relaxation : plan.relaxations)
    if (relaxation.vm == vm) ways[relaxation.way].push_back(phrase(relaxation, callings));
  std::vector<std::string> all;
  for (const auto& [way, changes] : ways)
    if (all.size() < most_relaxations) all.push_back(fmt::format("{}", fmt::join(changes, ", with ")));
  if (all.empty()) return {};
  return fmt::format("would do: {}", fmt::join(all, "; or "));
}

/// VMs of which the same is to be said.
struct Line {
  std::vector<std::string> vms;
  std::string what;
};

/// In the order in which the VMs come first.
std::vector<Line> lines(const model::Plan& plan, Reason reason, const Callings& callings) {
  std::vector<VmUuid> order;
  std::map<VmUuid, Places> places;
  for (const auto& blocker : plan.blockers) {
    if (blocker.reason != reason) continue;
    if (!places.contains(blocker.vm)) order.push_back(blocker.vm);
    auto& nodes = places[blocker.vm][blocker.detail];
    if (blocker.node) nodes.push_back(blocker.node->str());
  }
  std::vector<Line> lines;
  for (const auto& vm : order) {
    auto what = told(places[vm]);
    if (reason == Reason::no_target && what.empty()) what = relaxations(plan, vm, callings);
    const auto same = std::ranges::find(lines, what, &Line::what);
    if (same != lines.end())
      same->vms.push_back(callings.call(vm));
    else
      lines.push_back({{callings.call(vm)}, what});
  }
  return lines;
}

/// The one name that all blockers of this reason have, or the word that stands for several.
std::string only(const std::set<std::string>& names, const char* several) {
  return names.size() == 1 ? *names.begin() : several;
}

std::string remedy_for(const model::Plan& plan, Reason reason, const Callings& callings) {
  std::set<std::string> vms, nodes;
  for (const auto& blocker : plan.blockers) {
    if (blocker.reason != reason) continue;
    vms.insert(callings.name(blocker.vm));
    if (blocker.node)
      nodes.insert(blocker.node->str());
    else if (const auto* vm = callings.vm(blocker.vm))
      nodes.insert(vm->node.str());
  }
  return remedy(reason, only(vms, "VM"), only(nodes, "NODE"));
}

/// Whether some VM's nodes were counted rather than named.
bool is_condensed(const model::Plan& plan) {
  std::map<std::pair<VmUuid, Reason>, std::size_t> nodes;
  for (const auto& blocker : plan.blockers)
    if (blocker.node && ++nodes[{blocker.vm, blocker.reason}] > most_nodes) return true;
  return false;
}

std::string section(const model::Plan& plan, Reason reason, const Callings& callings, const Style& style) {
  auto screen = paragraph({std::string(sentence(reason)), Tone::bad}, 2, style);
  for (const auto& [vms, what] : lines(plan, reason, callings)) {
    const auto names = fmt::format("{}", fmt::join(vms, ", "));
    screen += paragraph({what.empty() ? names : fmt::format("{}: {}", names, what)}, 4, style);
  }
  const auto mend = fmt::format("{} {}", arrow(style.glyphs), remedy_for(plan, reason, callings));
  return screen + paragraph({mend, Tone::faint}, 4, style);
}

}  // namespace

std::string blocker_screen(const model::Plan& plan, const Callings& callings, const Style& style) {
  std::set<Reason> reasons;
  std::set<VmUuid> vms;
  for (const auto& blocker : plan.blockers) {
    reasons.insert(blocker.reason);
    vms.insert(blocker.vm);
  }
  if (reasons.empty()) return {};
  auto screen = fmt::format("{} cannot move:\n", counted(vms.size(), "VM", "VMs"));
  // First what it comes to, then why.
  if (reasons.erase(Reason::no_target) > 0) screen += section(plan, Reason::no_target, callings, style);
  for (const auto reason : reasons) screen += section(plan, reason, callings, style);
  if (is_condensed(plan)) screen += paragraph({"--output json names every node", Tone::faint}, 2, style);
  return screen;
}

}  // namespace haxen::report
