// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which definitions are asked for, and when there is no more time for it.
#include "ledger_keeping.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <unistd.h>

#include "async/worker.hpp"
#include "state.hpp"
#include "store/ledger.hpp"

namespace haxen::program {

namespace {

using namespace std::chrono_literals;
using model::LedgerNode;

// The answer to the command is out, and somebody waits for its end.
constexpr Duration patience_with_nodes = 1s;
// A disk that takes longer is as good as none.
constexpr Duration patience_with_disk = 10s;
// One question's answer has a deadline, however many definitions are in it.
constexpr std::size_t at_once = 100;

using Wanted = std::map<NodeName, std::vector<VmUuid>>;

/// Shared by the tasks that ask: one that is late finds it still there.
struct Reading {
  explicit Reading(Loop& loop) : ended(loop) {}
  std::map<NodeName, std::map<VmUuid, std::string>> found;
  std::size_t under_way = 0;
  Event ended;
};

Result<Wanted> unread(const std::string& fleet, const std::vector<LedgerNode>& nodes) {
  auto ledger = store::Ledger::open(state_directory());
  if (!ledger) return tl::unexpected(ledger.error());
  Wanted wanted;
  for (const auto& node : nodes) {
    auto vms = ledger->unread(fleet, node);
    if (!vms) return tl::unexpected(vms.error());
    if (!vms->empty()) wanted.emplace(node.node.name, std::move(*vms));
  }
  return wanted;
}

Wanted all_active(const std::vector<LedgerNode>& nodes) {
  Wanted wanted;
  for (const auto& node : nodes)
    for (const auto& vm : node.vms)
      if (vm.definition.empty()) wanted[node.node.name].push_back(vm.vm.uuid);
  return wanted;
}

Task<void> ask(executor::Connections& connections, std::shared_ptr<Reading> reading, NodeName node,
               std::vector<VmUuid> vms) {
  for (std::size_t first = 0; first < vms.size() && !reading->ended.happened(); first += at_once) {
    const auto last = std::min(first + at_once, vms.size());
    const std::vector<VmUuid> some(vms.begin() + static_cast<std::ptrdiff_t>(first),
                                   vms.begin() + static_cast<std::ptrdiff_t>(last));
    auto texts = co_await connections.definitions(node, some);
    if (!texts) break;
    reading->found[node].merge(*texts);
  }
  if (--reading->under_way == 0 && !reading->ended.happened()) reading->ended.set();
}

Task<std::shared_ptr<Reading>> read_definitions(executor::Connections& connections, Wanted wanted,
                                                Asking asking) {
  auto& loop = connections.loop();
  const auto reading = std::make_shared<Reading>(loop);
  reading->under_way = wanted.size();
  for (auto& [node, vms] : wanted) loop.spawn(ask(connections, reading, node, std::move(vms)));
  if (asking == Asking::news)
    loop.at(loop.now() + patience_with_nodes, [reading] {
      if (!reading->ended.happened()) reading->ended.set();
    });
  Event& ended = reading->ended;
  if (reading->under_way > 0) co_await ended;
  co_return reading;
}

void fill_in(std::vector<LedgerNode>& nodes, const Reading& reading) {
  for (auto& node : nodes) {
    const auto texts = reading.found.find(node.node.name);
    if (texts == reading.found.end()) continue;
    for (auto& vm : node.vms)
      if (const auto text = texts->second.find(vm.vm.uuid); text != texts->second.end())
        vm.definition = text->second;
  }
}

}  // namespace

Task<Result<std::vector<LedgerNode>>> keep_in_ledger(executor::Connections& connections,
                                                     std::string fleet_file, std::vector<LedgerNode> seen,
                                                     Asking asking) {
  const auto fleet = whole_path(fleet_file);
  // The disk's thread may be left behind with them.
  const auto nodes = std::make_shared<std::vector<LedgerNode>>(std::move(seen));
  Worker worker(connections.loop(), "the ledger");
  const std::function<Result<Wanted>()> looking = [fleet, nodes, asking]() -> Result<Wanted> {
    return asking == Asking::everything ? all_active(*nodes) : unread(fleet, *nodes);
  };
  auto wanted = co_await worker.call(looking, patience_with_disk);
  if (!wanted) co_return tl::unexpected(wanted.error());
  const auto reading = co_await read_definitions(connections, std::move(*wanted), asking);
  fill_in(*nodes, *reading);
  const std::function<Result<void>()> keeping = [fleet, nodes]() -> Result<void> {
    auto ledger = store::Ledger::open(state_directory());
    if (!ledger) return tl::unexpected(ledger.error());
    return ledger->keep(fleet, *nodes);
  };
  const auto kept = co_await worker.call(keeping, patience_with_disk);
  if (!kept) co_return tl::unexpected(kept.error());
  co_return std::move(*nodes);
}

bool may_keep() {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto file = state_directory() / "ledger.sqlite";
  if (fs::exists(file, error)) return access(file.c_str(), W_OK) == 0;
  auto place = fs::absolute(state_directory(), error);
  while (!fs::exists(place, error) && place.has_relative_path()) place = place.parent_path();
  return access(place.c_str(), W_OK) == 0;
}

}  // namespace haxen::program
