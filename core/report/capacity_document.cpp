// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the document of what a fleet has room for.
#include <algorithm>

#include "document/time.hpp"
#include "report/capacity.hpp"
#include "report/parts.hpp"
#include "report/usage.hpp"

namespace haxen::report {

namespace {

Json stranded_part(const model::NodeCapacity& node, const Callings& callings) {
  auto all = Json::array();
  for (const auto& uuid : node.stranded) {
    const auto* vm = callings.vm(uuid);
    all.push_back({{"vm", callings.name(uuid)},
                   {"uuid", uuid.str()},
                   {"memory", vm ? Json(vm->memory.count) : Json()}});
  }
  return all;
}

Json drain_part(const model::Plan& plan, const Callings& callings) {
  auto blockers = Json::array();
  for (const auto& blocker : plan.blockers) blockers.push_back(blocker_part(blocker, callings));
  auto relaxations = Json::array();
  for (const auto& relaxation : plan.relaxations)
    relaxations.push_back(relaxation_part(relaxation, callings));
  return {{"possible", plan.blockers.empty()},
          {"moves", plan.moves.size()},
          {"expected_seconds", or_null(plan.expected_time)},
          {"blockers", std::move(blockers)},
          {"relaxations", std::move(relaxations)}};
}

Json node_part(const model::Node& node, const Usage& usage, const model::NodeCapacity& found,
               const Callings& callings) {
  return {{"name", node.name.str()},
          {"reachable", true},
          {"fault", nullptr},
          {"cordoned", model::is_cordoned(node)},
          {"memory_capacity", node.memory_capacity.count},
          {"memory_promised", usage.promised.count},
          {"memory_left", less(node.memory_capacity, usage.promised).count},
          {"vcpus", usage.vcpus},
          {"vcpu_limit", or_null(node.vcpu_limit)},
          {"stranded", stranded_part(found, callings)},
          {"drain", drain_part(found.drain, callings)}};
}

Json absent_part(const model::Absent& absent) {
  auto json = node_part({}, {}, {}, Callings(model::Fleet{}));
  for (auto& [key, value] : json.items()) value = nullptr;
  json["name"] = absent.name.str();
  json["reachable"] = false;
  json["fault"] = document::encode(absent.why);
  return json;
}

Json growth_part(const model::Growth& growth) {
  return {{"memory", growth.memory.count}, {"overhead", growth.overhead.count},
          {"vcpus", growth.vcpus},         {"fit", growth.fit},
          {"safe", growth.safe},           {"counted_to", growth.most}};
}

}  // namespace

std::string capacity_document(const model::Fleet& fleet, const std::string& source,
                              const model::Capacity& capacity, model::WallTime now, Form form) {
  const Callings callings(fleet);
  const auto usages = usage(fleet);
  auto nodes = Json::array();
  for (const auto& found : capacity.nodes) {
    const auto* node = model::find_node(fleet, found.node);
    if (node) nodes.push_back(node_part(*node, usages.at(found.node), found, callings));
  }
  for (const auto& absent : fleet.absent) nodes.push_back(absent_part(absent));
  const auto survivable = [](const model::NodeCapacity& node) { return node.stranded.empty(); };
  const Json json = {{"schema", "haxen/capacity/1"},
                     {"fleet", or_null(source)},
                     {"time", document::rfc3339(now)},
                     {"survives_any_loss", std::ranges::all_of(capacity.nodes, survivable)},
                     {"nodes", std::move(nodes)},
                     {"growth", capacity.growth ? growth_part(*capacity.growth) : Json()}};
  switch (form) {
    case Form::pages: return document::text(json);
    case Form::line: return document::line(json) + '\n';
  }
  return {};
}

}  // namespace haxen::report
