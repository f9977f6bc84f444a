// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the screen of the ledger.
#include "report/ledger.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "document/ledger_file.hpp"
#include "report/parts.hpp"
#include "report/table.hpp"
#include "report/time.hpp"
#include "report/words.hpp"

namespace haxen::report {

namespace {

Row row_of(const model::LedgerVm& entry, model::WallTime now) {
  const auto& vm = entry.vm;
  const bool defined = !entry.definition.empty();
  return {{{vm.name.str(), Tone::strong},
           {vm.node.str()},
           {std::string(word(vm.state)), tone(vm.state)},
           {relative(entry.seen, now)},
           {defined ? "yes" : "no", defined ? Tone::plain : Tone::bad}},
          {}};
}

}  // namespace

std::string ledger_screen(const std::vector<model::LedgerNode>& nodes, model::WallTime now,
                          const Style& style) {
  if (nodes.empty()) return "Nothing of this fleet is kept here yet: see 'haxen ledger sync'.\n";
  Table table;
  table.columns = {{.header = "VM", .squeeze = Squeeze::middle},
                   {.header = "NODE", .squeeze = Squeeze::middle},
                   {.header = "STATE", .rank = 1},
                   {.header = "SEEN"},
                   {.header = "DEFINITION"}};
  std::vector<std::string> empty;
  for (const auto& node : nodes) {
    for (const auto& vm : node.vms) table.rows.push_back(row_of(vm, now));
    if (node.vms.empty())
      empty.push_back(fmt::format("{}: no VMs, seen {}", node.node.name, relative(node.seen, now)));
  }
  auto screen = table.rows.empty() ? std::string() : render(table, style);
  if (!empty.empty()) screen += (screen.empty() ? "" : "\n") + flow(empty, Tone::faint, style);
  return screen;
}

std::string ledger_document(const std::vector<model::LedgerNode>& nodes, const std::string& fleet_file,
                            model::WallTime now, Form form) {
  return laid_out(document::ledger_document(nodes, fleet_file, now), form);
}

}  // namespace haxen::report
