// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the documents that scripts are given.
#include "report/documents.hpp"

#include "document/plan.hpp"
#include "document/time.hpp"
#include "document/words.hpp"
#include "report/growth.hpp"
#include "report/loads.hpp"
#include "report/parts.hpp"
#include "report/usage.hpp"
#include "report/witness_part.hpp"

namespace haxen::report {

namespace {

std::string_view word(Stream stream) {
  switch (stream) {
    case Stream::unknown: return "unknown";
    case Stream::plain: return "plain";
    case Stream::tls: return "tls";
  }
  return {};
}

/// A node that answered: what it is, and behind that what its VMs make of it.
Json node_part(const model::Node& node, const Usage& usage) {
  auto json = document::summary(node);
  json["reachable"] = true;
  json["fault"] = nullptr;
  json["memory_used"] = usage.used ? Json(usage.used->count) : Json();
  json["memory_promised"] = usage.promised.count;
  json["memory_left"] = less(node.memory_capacity, usage.promised).count;
  json["vcpus"] = usage.vcpus;
  json["vms_active"] = usage.active;
  json["vms_defined"] = usage.defined;
  json["jobs"] = Json::array();
  for (const auto* vm : usage.jobs)
    json["jobs"].push_back(
        {{"vm", vm->name.str()}, {"uuid", vm->uuid.str()}, {"kind", document::word(vm->job->kind)}});
  return json;
}

/// The same fields as those of a node that answered, so that no reader has to ask which are there.
Json absent_part(const model::Absent& absent) {
  auto json = node_part(model::Node{}, Usage{});
  for (auto& [key, value] : json.items()) value = nullptr;
  json["name"] = absent.name.str();
  json["reachable"] = false;
  json["fault"] = document::encode(absent.why);
  return json;
}

Json moves_part(const Undertaking& of, const model::Plan& plan, const Callings& callings) {
  auto moves = Json::array();
  for (const auto& move : plan.moves) moves.push_back(move_part(move, of, callings));
  return moves;
}

Json shut_downs_part(const model::Plan& plan, const Callings& callings) {
  auto all = Json::array();
  for (const auto& shut_down : plan.shut_downs)
    all.push_back(
        {{"vm", callings.name(shut_down.vm)}, {"uuid", shut_down.vm.str()}, {"node", shut_down.node.str()}});
  return all;
}

Json purges_part(const model::Plan& plan, const Callings& callings) {
  auto all = Json::array();
  for (const auto& purge : plan.purges)
    all.push_back({{"vm", callings.name(purge.vm)},
                   {"uuid", purge.vm.str()},
                   {"node", purge.node.str()},
                   {"kept_on", purge.kept_on.str()}});
  return all;
}

Json resting_part(const model::Plan& plan, const Callings& callings) {
  auto all = Json::array();
  for (const auto& rest : plan.resting)
    all.push_back(
        {{"vm", callings.name(rest.vm)}, {"uuid", rest.vm.str()}, {"until", document::rfc3339(rest.until)}});
  return all;
}

Json standing_part(const std::optional<model::Standing>& standing) {
  return standing ? document::encode(*standing) : Json();
}

Json names(const std::vector<NodeName>& nodes) {
  auto all = Json::array();
  for (const auto& node : nodes) all.push_back(node.str());
  return all;
}

Json outgrown_part(const model::Plan& plan, const Callings& callings) {
  auto all = Json::array();
  for (const auto& folder : outgrown(plan)) {
    auto vms = Json::array();
    for (const auto& vm : folder.vms) vms.push_back({{"vm", callings.name(vm)}, {"uuid", vm.str()}});
    all.push_back({{"node", folder.node.str()},
                   {"folder", folder.folder},
                   {"available", folder.available.count},
                   {"capacity", folder.capacity.count},
                   {"vms", std::move(vms)}});
  }
  return all;
}

Json loads_part(const std::vector<Load>& loads) {
  auto all = Json::array();
  for (const auto& load : loads)
    all.push_back({{"node", load.node.str()},
                   {"capacity", load.capacity.count},
                   {"before", load.before.count},
                   {"after", load.after.count},
                   {"link", or_null(load.link)}});
  return all;
}

Json lost_part(const model::Fleet& fleet) {
  auto all = Json::array();
  for (const auto& lost : fleet.lost)
    all.push_back(
        {{"node", lost.node.name.str()}, {"seen", document::rfc3339(lost.seen)}, {"vms", lost.vms.size()}});
  return all;
}

/// What plan and outcome have in common.
Json plan_part(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
               model::WallTime now) {
  const Callings callings(fleet, of.newcomer);
  auto starts = Json::array();
  for (const auto& start : plan.starts) starts.push_back(start_part(start));
  auto blockers = Json::array();
  for (const auto& blocker : plan.blockers) blockers.push_back(blocker_part(blocker, callings));
  auto relaxations = Json::array();
  for (const auto& relaxation : plan.relaxations)
    relaxations.push_back(relaxation_part(relaxation, callings));
  return {
      {"fleet", or_null(of.fleet_file)},
      {"time", document::rfc3339(now)},
      {"command", of.command},
      {"nodes", names(of.nodes)},
      {"simulated", of.simulated},
      {"operation", of.operation ? Json(of.operation->str()) : Json()},
      {"stream", word(of.stream)},
      {"purges", purges_part(plan, callings)},
      {"admitted", names(plan.admitted)},
      {"moves", moves_part(of, plan, callings)},
      {"shut_downs", shut_downs_part(plan, callings)},
      {"lost", lost_part(fleet)},
      {"exposed", plan.exposed ? Json(*plan.exposed) : Json()},
      {"starts", std::move(starts)},
      {"outgrown", outgrown_part(plan, callings)},
      {"blockers", std::move(blockers)},
      {"relaxations", std::move(relaxations)},
      {"loads", loads_part(loads(fleet, plan, of.nodes))},
      {"resting", resting_part(plan, callings)},
      {"score_before", or_null(plan.score_before)},
      {"score_after", or_null(plan.score_after)},
      {"standing_before", standing_part(plan.standing_before)},
      {"standing_after", standing_part(plan.standing_after)},
      {"expected_seconds", or_null(plan.expected_time)},
      {"lower_bound_seconds", or_null(plan.lower_bound)},
  };
}

Json of_schema(std::string_view schema, const Json& rest) {
  Json json = {{"schema", schema}};
  json.update(rest);
  return json;
}

}  // namespace

std::string status_document(const model::Fleet& fleet, const std::string& fleet_file, model::WallTime now,
                            Form form) {
  auto nodes = Json::array();
  const auto usages = usage(fleet);
  for (const auto& node : fleet.nodes) nodes.push_back(node_part(node, usages.at(node.name)));
  for (const auto& absent : fleet.absent) nodes.push_back(absent_part(absent));
  auto vms = Json::array();
  for (const auto& vm : fleet.vms) vms.push_back(document::summary(vm));
  return laid_out({{"schema", "haxen/status/1"},
                   {"fleet", or_null(fleet_file)},
                   {"time", document::rfc3339(now)},
                   {"nodes", std::move(nodes)},
                   {"vms", std::move(vms)}},
                  form);
}

std::string plan_document(const Undertaking& of, const model::Fleet& fleet, const model::Plan& plan,
                          model::WallTime now, Form form) {
  return laid_out(of_schema("haxen/plan/1", plan_part(of, fleet, plan, now)), form);
}

std::string outcome_document(const Undertaking& of, const Ending& ending, const model::Fleet& fleet,
                             const model::Plan& plan, const model::Outcome& outcome, model::WallTime now,
                             Form form) {
  const Callings callings(fleet);
  auto json = of_schema("haxen/outcome/1", plan_part(of, fleet, plan, now));
  json["loads"] = loads_part(loads(fleet, plan, outcome, of.nodes));
  json["results"] = Json::array();
  for (const auto& end : outcome.moves) {
    auto result = result_part(end, callings.name(end.move.vm));
    result["switched_seconds"] = or_null(end.switched);
    result["probe"] = witness_part(end.witness);
    json["results"].push_back(std::move(result));
  }
  json["shut_down_results"] = Json::array();
  for (const auto& end : outcome.shut_downs)
    json["shut_down_results"].push_back(result_part(end, callings.name(end.shut_down.vm)));
  json["start_results"] = Json::array();
  for (const auto& end : outcome.starts) {
    auto& part = json["start_results"].emplace_back(result_part(end));
    part["probed"] = end.probed;
    part["answered_seconds"] = or_null(end.answered);
  }
  json["outages"] = {{"told", distribution_part(told_outages(outcome))},
                     {"seen", distribution_part(seen_outages(outcome))},
                     {"over_budget", over_budget(of, fleet, outcome)}};
  json["warnings"] = outcome.warnings;
  json["interrupted"] = outcome.interrupted;
  json["timed_out"] = outcome.timed_out;
  json["seconds"] = or_null(ending.elapsed);
  json["exit_code"] = static_cast<int>(ending.code);
  return laid_out(json, form);
}

std::string error_document(const Fault& fault, ExitCode code, Form form) {
  auto json = of_schema("haxen/error/1", document::encode(fault));
  json["exit_code"] = static_cast<int>(code);
  return laid_out(json, form);
}

}  // namespace haxen::report
