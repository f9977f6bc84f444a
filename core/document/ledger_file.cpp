// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what makes a whole of the entries of a ledger.
#include "document/ledger_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "document/ledger.hpp"
#include "document/parse.hpp"
#include "document/time.hpp"

namespace haxen::document {

namespace {

constexpr auto schema = "haxen/ledger/1";

/// Holds the entries against each other, and against the time.
class Reader {
 public:
  explicit Reader(model::WallTime latest) : latest_(latest) {}

  model::LedgerNode node(const Cursor& from) {
    auto entry = decode_ledger_node(from);
    const auto& name = entry.node.name;
    if (!names_.insert(name).second)
      from.at("node").at("name").complain(fmt::format("'{}' stands twice", name));
    check_time(from, entry.seen);
    std::set<VmUuid> vms;
    std::size_t index = 0;
    from.at("vms").list([&](const Cursor& vm) { return check_vm(vm, entry.vms[index++], name, vms); });
    return entry;
  }

 private:
  bool check_vm(const Cursor& from, const model::LedgerVm& entry, const NodeName& node,
                std::set<VmUuid>& vms) const {
    const auto place = from.at("vm");
    if (entry.vm.node != node)
      place.at("node").complain(
          fmt::format("'{}' is not the node '{}' that it stands at", entry.vm.node, node));
    if (!vms.insert(entry.vm.uuid).second)
      place.at("uuid").complain(fmt::format("'{}' stands twice at node '{}'", entry.vm.uuid, node));
    check_time(from, entry.seen);
    return true;
  }

  void check_time(const Cursor& from, model::WallTime seen) const {
    if (seen > latest_) from.at("seen").complain(fmt::format("{} is in the future", rfc3339(seen)));
  }

  model::WallTime latest_;
  std::set<NodeName> names_;
};

}  // namespace

Json ledger_document(const std::vector<model::LedgerNode>& nodes, const std::string& fleet_file,
                     model::WallTime now) {
  auto list = Json::array();
  for (const auto& node : nodes) list.push_back(encode(node));
  return {{"schema", schema},
          {"fleet", fleet_file.empty() ? Json() : Json(fleet_file)},
          {"time", rfc3339(now)},
          {"nodes", std::move(list)}};
}

Result<std::vector<model::LedgerNode>> ledger_from_json(const std::string& text, model::WallTime latest) {
  const auto document = parsed(text);
  if (!document) return tl::unexpected(document.error());
  Damage damage;
  const Cursor cursor(*document, damage);
  const auto which = cursor.at("schema");
  if (which.text() != schema) which.expect(fmt::format("\"{}\"", schema));
  Reader reader(latest);
  auto nodes = cursor.at("nodes").list([&](const Cursor& from) { return reader.node(from); });
  if (damage.found()) return tl::unexpected(damage.first());
  return nodes;
}

}  // namespace haxen::document
