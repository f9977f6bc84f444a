// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the state of a whole fleet is told to scripts.
#include "document/time.hpp"
#include "document/words.hpp"
#include "report/findings.hpp"
#include "report/fleet_check.hpp"
#include "report/guards.hpp"
#include "report/parts.hpp"

namespace haxen::report {

namespace {

std::string_view word(model::PeerReach reach) {
  switch (reach) {
    case model::PeerReach::yes: return "yes";
    case model::PeerReach::no: return "no";
    case model::PeerReach::unknown: return "unknown";
  }
  return {};
}

Json clock_part(const model::NodeCheck& check) {
  if (!check.clock) return {};
  return {{"offset_seconds", check.clock->offset.count()}, {"error_seconds", check.clock->error.count()}};
}

Json node_part(const model::NodeCheck& check) {
  const bool answers = check.node.has_value();
  const auto all = document::summary(check.node.value_or(model::Node{}));
  Json json = {{"name", check.name.str()},
               {"uri", check.uri},
               {"transport", check.transport},
               {"reachable", answers},
               {"fault", answers ? Json() : document::encode(check.fault)}};
  for (const auto* key : {"hypervisor", "hypervisor_version", "libvirt_version", "host_uuid", "may_migrate"})
    json[key] = answers ? all[key] : Json();
  json["clock"] = clock_part(check);
  json["clock_unknown"] = or_null(check.clock_unknown);
  json["lock_manager"] = check.lock_manager ? Json(*check.lock_manager) : Json();
  json["guard"] = guard_part(check.guard);
  return json;
}

Json pair_part(const model::PairCheck& pair) {
  return {{"from", pair.from.str()},
          {"to", pair.to.str()},
          {"peer_to_peer", word(pair.reach)},
          {"why", or_null(pair.why)}};
}

template <class T>
Json list(const std::vector<T>& values, Json (*part)(const T&)) {
  auto all = Json::array();
  for (const auto& value : values) all.push_back(part(value));
  return all;
}

}  // namespace

std::string fleet_check_document(const model::FleetCheck& check, const std::string& fleet_file,
                                 model::WallTime now, ExitCode code, Form form) {
  const Json json = {
      {"schema", "haxen/fleet-check/1"},       {"fleet", or_null(fleet_file)},
      {"time", document::rfc3339(now)},        {"nodes", list(check.nodes, node_part)},
      {"pairs", list(check.pairs, pair_part)}, {"findings", list(check.findings, finding_part)},
      {"exit_code", static_cast<int>(code)}};
  return laid_out(json, form);
}

}  // namespace haxen::report
