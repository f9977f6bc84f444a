// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the ledger is filled and shown.
#include "ledger.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <unistd.h>

#include "files.hpp"
#include "inventory/choice.hpp"
#include "ledger_keeping.hpp"
#include "report/ledger.hpp"
#include "report/text.hpp"
#include "report/time.hpp"
#include "say.hpp"
#include "session.hpp"
#include "state.hpp"
#include "store/ledger.hpp"

namespace haxen::program {

namespace {

using model::LedgerNode;
using Nodes = std::vector<LedgerNode>;

constexpr auto how_to_fill_it = "'haxen ledger sync' fills it";

void show(const Globals& globals, const Nodes& nodes) {
  if (globals.output != Output::text) {
    put(report::ledger_document(nodes, fleet_file_path(globals), wall_time(), form_of(globals)));
    return;
  }
  const auto style = report::fitting(report::surroundings(STDOUT_FILENO), globals.colour);
  put(report::ledger_screen(nodes, wall_time(), style));
}

// A fleet file that lost a node has lost it on purpose.
Result<void> forget_strangers(const std::string& fleet_file, const config::Config& config) {
  auto ledger = store::Ledger::open(state_directory());
  if (!ledger) return tl::unexpected(ledger.error());
  const auto fleet = whole_path(fleet_file);
  const auto names = ledger->names(fleet);
  if (!names) return tl::unexpected(names.error());
  for (const auto& name : *names) {
    if (config::find_node(config, name) != nullptr) continue;
    if (auto done = ledger->forget(fleet, name); !done) return done;
    tell(fmt::format("node '{}' is in the fleet file no more: forgotten", name));
  }
  return {};
}

void warn_of(const model::Absent& absent, const Nodes& kept) {
  const auto former =
      std::ranges::find_if(kept, [&](const LedgerNode& node) { return node.node.name == absent.name; });
  const auto age = former == kept.end()
                       ? std::string("nothing is kept of it")
                       : "what is kept of it was seen " + report::relative(former->seen, wall_time());
  warn(fmt::format("{}; {}", absent.why.message, age));
}

std::size_t count_vms(const Nodes& nodes) {
  std::size_t count = 0;
  for (const auto& node : nodes) count += node.vms.size();
  return count;
}

/// Of nodes that answered, what nobody could read.
std::size_t warn_of_unread(const Nodes& seen) {
  std::size_t count = 0;
  for (const auto& node : seen)
    for (const auto& vm : node.vms) {
      if (!vm.definition.empty()) continue;
      warn(fmt::format("vm '{}' at node '{}': its definition could not be read", vm.vm.name, node.node.name));
      ++count;
    }
  return count;
}

model::Fleet fleet_of(const Nodes& nodes) {
  model::Fleet fleet;
  for (const auto& node : nodes) {
    fleet.nodes.push_back(node.node);
    for (const auto& vm : node.vms) fleet.vms.push_back(vm.vm);
  }
  return model::sorted(std::move(fleet));
}

/// The one VM that is meant, with its node.
Result<LedgerNode> only(const Nodes& nodes, const std::string& word) {
  const auto vms = inventory::choose_vms(fleet_of(nodes), {word});
  if (!vms) return tl::unexpected(vms.error());
  if (vms->size() != 1)
    return fault(FaultKind::usage, fmt::format("'{}' means {} VMs", word, vms->size()), "name one of them");
  for (const auto& node : nodes)
    for (const auto& vm : node.vms)
      if (vm.vm.uuid == vms->front().uuid) return LedgerNode{node.node, {vm}, node.seen};
  return fault(FaultKind::usage, fmt::format("'{}' is not in the ledger", word), how_to_fill_it);
}

}  // namespace

Result<std::vector<LedgerNode>> kept_nodes(const std::string& fleet_file) {
  auto ledger = store::Ledger::open_existing(state_directory());
  if (!ledger) return tl::unexpected(ledger.error());
  if (!*ledger) return Nodes{};
  return (*ledger)->nodes(whole_path(fleet_file));
}

Result<model::Fleet> kept_fleet(const std::string& fleet_file) {
  const auto nodes = kept_nodes(fleet_file);
  if (!nodes) return tl::unexpected(nodes.error());
  return fleet_of(*nodes);
}

ExitCode sync_ledger(const Globals& globals) {
  auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  const auto file = fleet_file_path(globals);
  Session session(std::move(*config), file);
  const auto fleet = session.loop().run(session.survey());
  const auto seen = session.loop().run(
      keep_in_ledger(session.connections(), file, session.sightings(), Asking::everything));
  if (!seen) return refuse(globals, about("the ledger", seen.error()));
  if (const auto done = forget_strangers(file, session.config()); !done) return refuse(globals, done.error());
  const auto kept = kept_nodes(file);
  if (!kept) return refuse(globals, kept.error());
  for (const auto& absent : fleet.absent) warn_of(absent, *kept);
  const auto unread = warn_of_unread(*seen);
  if (globals.output != Output::text)
    show(globals, *kept);
  else
    put(fmt::format("Kept {} of {}.\n", report::counted(count_vms(*seen), "VM", "VMs"),
                    report::counted(seen->size(), "node", "nodes")));
  return fleet.absent.empty() && unread == 0 ? ExitCode::done : ExitCode::partial;
}

ExitCode list_ledger(const Globals& globals) {
  const auto nodes = kept_nodes(fleet_file_path(globals));
  if (!nodes) return refuse(globals, nodes.error());
  show(globals, *nodes);
  return ExitCode::done;
}

ExitCode show_from_ledger(const Globals& globals, const std::string& word) {
  const auto nodes = kept_nodes(fleet_file_path(globals));
  if (!nodes) return refuse(globals, nodes.error());
  const auto found = only(*nodes, word);
  if (!found) return refuse(globals, found.error());
  const auto& vm = found->vms.front();
  if (globals.output != Output::text) {
    show(globals, {*found});
    return ExitCode::done;
  }
  if (vm.definition.empty())
    return refuse(globals,
                  Fault{FaultKind::missing, fmt::format("of vm '{}' no definition is kept", vm.vm.name),
                        how_to_fill_it});
  tell(fmt::format("{} at {}, seen {}", vm.vm.name, vm.vm.node, report::relative(vm.seen, wall_time())));
  put(vm.definition);
  return ExitCode::done;
}

ExitCode export_ledger(const Globals& globals, const std::string& file) {
  const auto nodes = kept_nodes(fleet_file_path(globals));
  if (!nodes) return refuse(globals, nodes.error());
  if (nodes->empty())
    return refuse(globals,
                  Fault{FaultKind::missing, "nothing of this fleet is kept here yet", how_to_fill_it});
  const auto text = report::ledger_document(*nodes, fleet_file_path(globals), wall_time(), form_of(globals));
  if (file.empty()) return put(text) ? ExitCode::done : ExitCode::failed;
  if (const auto done = write_own_file(file, text); !done) return refuse(globals, done.error());
  return ExitCode::done;
}

}  // namespace haxen::program
