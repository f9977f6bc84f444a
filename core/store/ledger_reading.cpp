// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the ledger is read, and which sighting of a VM counts.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "document/decode.hpp"
#include "document/ledger.hpp"
#include "document/parse.hpp"
#include "store/ledger.hpp"

namespace haxen::store {

namespace {

using model::LedgerNode;
using model::LedgerVm;

// The one that counts comes first.
constexpr const char* all_sightings = R"(
SELECT vm.node, vm.uuid, vm.seen, vm.document, domain_xml.definition, domain_xml.running
FROM vm LEFT JOIN domain_xml USING (fleet, node, uuid)
WHERE vm.fleet = ? ORDER BY vm.uuid, vm.active DESC, vm.seen DESC, vm.node)";

model::WallTime wall(std::int64_t count) { return model::WallTime(std::chrono::seconds(count)); }

template <class Decode>
auto decoded(const std::string& text, const std::string& what, Decode decode)
    -> Result<std::invoke_result_t<Decode, const document::Cursor&>> {
  const auto renew = "'haxen ledger sync' writes it anew";
  const auto subject = "the ledger's entry of " + what;
  const auto parsed = document::parsed(text);
  if (!parsed) return fault(FaultKind::failed, subject + ": " + parsed.error().message, renew);
  document::Damage damage;
  auto value = decode(document::Cursor(*parsed, damage));
  if (damage.found()) return fault(FaultKind::failed, subject + ": " + damage.first().message, renew);
  return value;
}

bool by_name(const LedgerVm& a, const LedgerVm& b) {
  return std::tie(a.vm.name, a.vm.uuid) < std::tie(b.vm.name, b.vm.uuid);
}

}  // namespace

Result<std::optional<model::WallTime>> Ledger::seen(const std::string& fleet, const NodeName& node) {
  auto asked = database_.prepare("SELECT seen FROM node WHERE fleet = ? AND name = ?");
  if (!asked) return tl::unexpected(asked.error());
  const auto row = asked->bind(fleet).bind(node.str()).step();
  if (!row) return tl::unexpected(row.error());
  return *row ? std::optional(wall(asked->integer(0))) : std::nullopt;
}

Result<std::vector<LedgerNode>> Ledger::nodes(const std::string& fleet) {
  auto asked = database_.prepare("SELECT name, seen, document FROM node WHERE fleet = ? ORDER BY name");
  if (!asked) return tl::unexpected(asked.error());
  asked->bind(fleet);
  std::vector<LedgerNode> nodes;
  while (true) {
    const auto row = asked->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    auto node = decoded(asked->text(2), "node '" + asked->text(0) + "'", document::decode_node);
    if (!node) return tl::unexpected(node.error());
    nodes.push_back({std::move(*node), {}, wall(asked->integer(1))});
  }
  if (auto read = read_vms(fleet, nodes); !read) return tl::unexpected(read.error());
  return nodes;
}

Result<void> Ledger::read_vms(const std::string& fleet, std::vector<LedgerNode>& nodes) {
  auto asked = database_.prepare(all_sightings);
  if (!asked) return tl::unexpected(asked.error());
  asked->bind(fleet);
  std::map<std::string, LedgerNode*> named;
  for (auto& node : nodes) named.emplace(node.node.name.str(), &node);
  for (std::string last;;) {
    const auto row = asked->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    auto uuid = asked->text(1);
    const auto node = named.find(asked->text(0));
    if (uuid == last || node == named.end()) continue;
    auto vm = decoded(asked->text(3), "VM '" + uuid + "'", document::decode_ledger_vm);
    if (!vm) return tl::unexpected(vm.error());
    vm->definition = asked->text(4);
    vm->running = asked->text(5);
    vm->seen = wall(asked->integer(2));
    node->second->vms.push_back(std::move(*vm));
    last = std::move(uuid);
  }
  for (auto& node : nodes) std::ranges::sort(node.vms, by_name);
  return {};
}

Result<std::vector<NodeName>> Ledger::names(const std::string& fleet) {
  auto asked = database_.prepare("SELECT name FROM node WHERE fleet = ? ORDER BY name");
  if (!asked) return tl::unexpected(asked.error());
  asked->bind(fleet);
  std::vector<NodeName> names;
  while (true) {
    const auto row = asked->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return names;
    names.emplace_back(asked->text(0));
  }
}

Result<std::vector<VmUuid>> Ledger::unread(const std::string& fleet, const LedgerNode& node) {
  std::vector<VmUuid> unread;
  for (const auto& vm : node.vms) {
    if (!vm.definition.empty()) continue;
    auto asked = database_.prepare(
        "SELECT 1 FROM domain_xml WHERE fleet = ? AND node = ? AND uuid = ? AND running = ? AND is_read = 1");
    if (!asked) return tl::unexpected(asked.error());
    asked->bind(fleet).bind(node.node.name.str()).bind(vm.vm.uuid.str()).bind(vm.running);
    const auto row = asked->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) unread.push_back(vm.vm.uuid);
  }
  return unread;
}

}  // namespace haxen::store
