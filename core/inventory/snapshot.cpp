// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a fleet becomes a snapshot and a snapshot a fleet.
#include "inventory/snapshot.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "document/decode.hpp"
#include "document/parse.hpp"

namespace haxen::inventory {

namespace {

using document::Cursor;
using document::Damage;
using document::Json;

constexpr auto schema = "haxen/snapshot/1";

template <class T>
Json encoded(const std::vector<T>& values) {
  auto list = Json::array();
  for (const auto& value : values) list.push_back(document::encode(value));
  return list;
}

Json absent(const model::Fleet& fleet) {
  auto list = Json::array();
  for (const auto& node : fleet.absent) {
    list.push_back({{"name", node.name.str()}, {"why", document::encode(node.why)}});
  }
  return list;
}

Json links(const model::Fleet& fleet) {
  auto list = Json::array();
  for (const auto& node : fleet.nodes) {
    list.push_back(
        {{"node", node.name.str()}, {"rate", node.link ? Json(node.link->bytes_per_second) : Json()}});
  }
  return list;
}

model::Absent decode_absent(const Cursor& from) {
  return {from.at("name").name<NodeNameTag>(), document::decode_fault(from.at("why"))};
}

Json encoded(const MoveLimits& limits) {
  return {{"moves_per_source", limits.per_source},
          {"moves_per_target", limits.per_target},
          {"moves_in_fleet", limits.in_fleet}};
}

MoveLimits decode_limits(const Cursor& from) {
  const auto limit = [&](const char* key) { return static_cast<unsigned>(from.at(key).integer(1, 1000)); };
  return {limit("moves_per_source"), limit("moves_per_target"), limit("moves_in_fleet")};
}

/// Reads a fleet's lists in an order in which each can be held against those before it.
class Reader {
 public:
  model::Fleet fleet(const Cursor& document) {
    model::Fleet fleet;
    fleet.nodes = document.at("nodes").list([this](const Cursor& from) { return node(from); });
    fleet.absent = document.at("absent").list([this](const Cursor& from) { return absent(from); });
    fleet.vms = document.at("vms").list([this](const Cursor& from) { return vm(from); });
    fleet.rules = document.at("rules").list(document::decode_rule);
    document.at("links").list([this](const Cursor& from) { return link(from); });
    return fleet;
  }

 private:
  model::Node node(const Cursor& from) {
    auto node = document::decode_node(from);
    if (!nodes_.emplace(node.name, node.link).second) twice(from.at("name"), node.name);
    return node;
  }

  model::Absent absent(const Cursor& from) {
    auto node = decode_absent(from);
    if (nodes_.contains(node.name) || !absent_.insert(node.name).second) twice(from.at("name"), node.name);
    return node;
  }

  model::Vm vm(const Cursor& from) {
    auto vm = document::decode_vm(from);
    if (!nodes_.contains(vm.node)) nowhere(from.at("node"), vm.node);
    if (!vms_.emplace(vm.uuid, vm.node).second) {
      from.at("uuid").complain(fmt::format("'{}' stands twice at node '{}'", vm.uuid, vm.node));
    }
    return vm;
  }

  // The nodes' own `link` says the same: links stand by themselves for those who read nothing else.
  NodeName link(const Cursor& from) {
    auto name = from.at("node").name<NodeNameTag>();
    const auto known = nodes_.find(name);
    const auto rate = from.at("rate").optional(&Cursor::bandwidth);
    if (known == nodes_.end())
      nowhere(from.at("node"), name);
    else if (known->second != rate)
      from.at("rate").complain(fmt::format("is not the link of node '{}'", name));
    return name;
  }

  static void twice(const Cursor& at, const NodeName& name) {
    at.complain(fmt::format("'{}' stands twice", name));
  }
  static void nowhere(const Cursor& at, const NodeName& name) {
    at.complain(fmt::format("'{}' is not among the nodes", name));
  }

  std::map<NodeName, std::optional<Bandwidth>> nodes_;
  std::set<NodeName> absent_;
  std::set<std::pair<VmUuid, NodeName>> vms_;
};

}  // namespace

std::string to_json(const Snapshot& snapshot) {
  const auto& fleet = snapshot.fleet;
  return document::text({{"schema", schema},
                         {"nodes", encoded(fleet.nodes)},
                         {"vms", encoded(fleet.vms)},
                         {"absent", absent(fleet)},
                         {"rules", encoded(fleet.rules)},
                         {"links", links(fleet)},
                         {"limits", encoded(snapshot.limits)}});
}

Result<Snapshot> from_json(const std::string& text) {
  const auto document = document::parsed(text);
  if (!document) return tl::unexpected(document.error());
  Damage damage;
  const Cursor cursor(*document, damage);
  const auto which = cursor.at("schema");
  if (which.text() != schema) which.expect(fmt::format("\"{}\"", schema));
  auto fleet = Reader().fleet(cursor);
  const auto limits = decode_limits(cursor.at("limits"));
  if (damage.found()) return tl::unexpected(damage.first());
  return Snapshot{model::sorted(std::move(fleet)), limits};
}

}  // namespace haxen::inventory
