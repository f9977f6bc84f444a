// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what of another's ledger is believed.
#include <fmt/format.h>
#include <set>

#include "document/ledger_file.hpp"
#include "files.hpp"
#include "ledger.hpp"
#include "report/text.hpp"
#include "say.hpp"
#include "session.hpp"
#include "state.hpp"
#include "store/ledger.hpp"
#include "virt/domain_xml.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;
using Nodes = std::vector<model::LedgerNode>;

// Clocks of admin hosts differ; what is seen later than this would never be replaced by another's.
constexpr auto clocks_apart = 1h;
constexpr auto how_to_get_one = "'haxen ledger export' writes such a file; nothing was changed";

/// A VM is started by this text one day: it is to be of that VM.
Result<void> check_text(const std::string& text, const VmUuid& vm, const std::string& place) {
  if (text.empty()) return {};
  const auto reading = virt::read_domain(text);
  if (!reading) return tl::unexpected(about(fmt::format("at '{}'", place), reading.error()));
  if (reading->vm.uuid == vm) return {};
  return fault(FaultKind::usage,
               fmt::format("at '{}': is of another VM, with the UUID '{}'", place, reading->vm.uuid));
}

Result<void> check_texts(const Nodes& nodes) {
  for (std::size_t i = 0; i < nodes.size(); ++i)
    for (std::size_t j = 0; j < nodes[i].vms.size(); ++j) {
      const auto& entry = nodes[i].vms[j];
      const auto place = fmt::format("/nodes/{}/vms/{}", i, j);
      if (auto sound = check_text(entry.definition, entry.vm.uuid, place + "/definition"); !sound)
        return sound;
      if (auto sound = check_text(entry.running, entry.vm.uuid, place + "/running"); !sound) return sound;
    }
  return {};
}

Result<Nodes> read_ledger(const std::string& file) {
  const auto text = read_file(file, how_to_get_one);
  if (!text) return tl::unexpected(text.error());
  auto nodes = document::ledger_from_json(*text, wall_time() + clocks_apart);
  auto sound = nodes ? check_texts(*nodes) : tl::unexpected(nodes.error());
  if (sound) return nodes;
  return fault(FaultKind::usage, fmt::format("'{}': {}", file, sound.error().message), how_to_get_one);
}

/// Those of the fleet file's nodes. Another host's ledger may hold some that have left the fleet.
Result<Nodes> of_this_fleet(Nodes nodes, const config::Config& config, const std::string& file) {
  Nodes ours;
  for (auto& node : nodes) {
    if (config::find_node(config, node.node.name) != nullptr)
      ours.push_back(std::move(node));
    else
      warn(fmt::format("node '{}' is not in the fleet file: it is left out", node.node.name));
  }
  if (!ours.empty()) return ours;
  return fault(FaultKind::usage, fmt::format("'{}' holds none of this fleet's nodes", file),
               "--fleet names the fleet file that it is for");
}

}  // namespace

ExitCode import_ledger(const Globals& globals, const std::string& file) {
  const auto config = load_config(globals);
  if (!config) return refuse(globals, config.error());
  auto nodes = read_ledger(file);
  if (nodes) nodes = of_this_fleet(std::move(*nodes), *config, file);
  if (!nodes) return refuse(globals, nodes.error());
  auto ledger = store::Ledger::open(state_directory());
  if (!ledger) return refuse(globals, ledger.error());
  const auto taken = ledger->merge(whole_path(fleet_file_path(globals)), *nodes);
  if (!taken) return refuse(globals, taken.error());
  if (globals.output != Output::text) return list_ledger(globals);
  put(fmt::format("Took over {} of {}; of the others the same or newer is kept here.\n", *taken,
                  report::counted(nodes->size(), "node", "nodes")));
  return ExitCode::done;
}

}  // namespace haxen::program
