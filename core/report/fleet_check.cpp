// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the state of a whole fleet is shown.
#include "report/fleet_check.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <vector>

#include "report/findings.hpp"
#include "report/table.hpp"
#include "report/text.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

using model::NodeCheck;
using model::PeerReach;

std::string_view give_or_take(Glyphs glyphs) { return glyphs == Glyphs::unicode ? "±" : "+-"; }

/// "+2 ms ± 1 ms"; what is within the error is zero.
std::string clock(const NodeCheck& check, const Style& style) {
  if (!check.clock) return "unknown";
  const auto& [offset, error] = *check.clock;
  const auto sign = offset.count() < 0 ? "-" : "+";
  return fmt::format("{}{} {} {}", sign, to_string(Seconds(std::abs(offset.count()))),
                     give_or_take(style.glyphs), to_string(error));
}

std::string version(const model::Version& v) { return fmt::format("{}.{}.{}", v.major, v.minor, v.micro); }

Row row(const NodeCheck& check, const Style& style) {
  if (!check.node) {
    Row row{{{check.name.str(), Tone::bad}, {check.transport}, {"no answer", Tone::bad}}, {}};
    row.notes.push_back({check.fault.message});
    return row;
  }
  const auto& node = *check.node;
  return {{{check.name.str(), Tone::strong},
           {check.transport},
           node.may_migrate ? Cell{"may move VMs"} : Cell{"may look only", Tone::warn},
           {fmt::format("{} {}", word(node.hypervisor), version(node.hypervisor_version))},
           {version(node.libvirt_version)},
           {clock(check, style)}},
          {}};
}

std::string nodes(const model::FleetCheck& check, const Style& style) {
  Table table{{{.header = "node", .squeeze = Squeeze::middle, .least = 10},
               {.header = "by"},
               {.header = "this user"},
               {.header = "hypervisor"},
               {.header = "libvirt"},
               {.header = "clock"}},
              {},
              0};
  for (const auto& node : check.nodes) table.rows.push_back(row(node, style));
  return render(table, style);
}

/// What one node can do with the others.
struct Reach {
  std::vector<std::string> yes, no, unknown;
  std::string why_unknown;
};

std::map<NodeName, Reach> reaches(const model::FleetCheck& check) {
  std::map<NodeName, Reach> all;
  for (const auto& pair : check.pairs) {
    auto& reach = all[pair.from];
    switch (pair.reach) {
      case PeerReach::yes: reach.yes.push_back(pair.to.str()); break;
      case PeerReach::no: reach.no.push_back(pair.to.str()); break;
      case PeerReach::unknown:
        reach.unknown.push_back(pair.to.str());
        reach.why_unknown = pair.why;
        break;
    }
  }
  return all;
}

std::vector<Cell> in_words(const Reach& reach) {
  std::vector<Cell> cells;
  if (!reach.yes.empty()) cells.push_back({"reaches " + joined(reach.yes), Tone::good});
  if (!reach.no.empty()) cells.push_back({"does not reach " + joined(reach.no), Tone::bad});
  if (!reach.unknown.empty())
    cells.push_back(
        {fmt::format("{}: unknown until the first move: {}", joined(reach.unknown), reach.why_unknown)});
  return cells;
}

std::string pairs(const model::FleetCheck& check, const Style& style) {
  if (check.pairs.empty()) return {};
  std::string text = "\nPeer to peer, from each node's own side:\n";
  for (const auto& [node, reach] : reaches(check)) {
    text += paragraph({node.str(), Tone::strong}, 0, style);
    for (const auto& cell : in_words(reach)) text += paragraph(cell, 2, style);
  }
  return text;
}

std::string findings(const model::FleetCheck& check, const Style& style) {
  if (check.findings.empty()) return "\nNothing to mend.\n";
  return "\nTo mend:\n" + findings_screen(check.findings, style);
}

// Advice, not a fault: what does without one knows what it does, or is asked to.
std::string locks(const model::FleetCheck& check, const Style& style) {
  std::vector<std::string> unguarded;
  for (const auto& node : check.nodes)
    if (node.lock_manager == "none") unguarded.push_back(node.name.str());
  if (unguarded.empty()) return {};
  return '\n' + paragraph({fmt::format("No lock manager keeps a shared disk from being used twice on {}; see "
                                       "HAND-OVER in haxen-fleet(5).",
                                       joined(unguarded)),
                           Tone::faint},
                          0, style);
}

std::string summary(const model::FleetCheck& check, const Style& style) {
  const auto answered =
      std::ranges::count_if(check.nodes, [](const NodeCheck& node) { return node.node.has_value(); });
  const auto silent = check.nodes.size() - static_cast<std::size_t>(answered);
  auto nodes = counted(check.nodes.size(), "node", "nodes");
  if (silent > 0) nodes += fmt::format(", no answer from {}", silent);
  const auto reached = std::ranges::count(check.pairs, PeerReach::yes, &model::PairCheck::reach);
  const auto pairs =
      fmt::format("{} of {} proven peer to peer", reached, counted(check.pairs.size(), "pair", "pairs"));
  std::vector<std::string> parts{nodes, pairs, fmt::format("{} to mend", check.findings.size())};
  if (check.pairs.empty()) parts.erase(parts.begin() + 1);
  return flow(parts, Tone::plain, style);
}

}  // namespace

std::string fleet_check_screen(const model::FleetCheck& check, const Style& style) {
  return summary(check, style) + '\n' + nodes(check, style) + pairs(check, style) + locks(check, style) +
         findings(check, style);
}

}  // namespace haxen::report
