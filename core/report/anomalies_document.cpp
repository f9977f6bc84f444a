// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how anomalies are told to scripts.
#include "document/time.hpp"
#include "document/words.hpp"
#include "report/anomalies.hpp"
#include "report/parts.hpp"

namespace haxen::report {

namespace {

Json copy_part(const model::Copy& copy) {
  const auto& vm = copy.vm;
  auto pending = Json();
  if (vm.pending)
    pending = {{"operation", vm.pending->operation.str()},
               {"from", vm.pending->from.str()},
               {"to", vm.pending->to.str()}};
  return {{"node", vm.node.str()},
          {"state", document::word(vm.state)},
          {"pause", document::word(copy.pause)},
          {"incoming", copy.incoming},
          {"persistent", vm.persistent},
          {"autostart", vm.autostart},
          {"job", vm.job ? Json(document::word(vm.job->kind)) : Json()},
          {"origin", or_null(vm.origin)},
          {"pending", std::move(pending)},
          {"message", phrase(copy)}};
}

Json remedy_part(const model::Anomaly& anomaly) {
  if (!anomaly.remedy) return {};
  return {{"kind", document::word(anomaly.remedy->kind)},
          {"node", anomaly.remedy->node.str()},
          {"message", deed(*anomaly.remedy)},
          {"why_safe", assurance(anomaly)}};
}

Json anomaly_part(const model::Anomaly& anomaly) {
  auto copies = Json::array();
  for (const auto& copy : anomaly.copies) copies.push_back(copy_part(copy));
  auto silent = Json::array();
  for (const auto& node : anomaly.silent) silent.push_back(node.str());
  return {{"kind", document::word(anomaly.kind)},
          {"prospect", document::word(anomaly.prospect)},
          {"vm", or_null(anomaly.name.str())},
          {"uuid", or_null(anomaly.vm.str())},
          {"node", or_null(anomaly.node.str())},
          {"message", sentence(anomaly)},
          {"copies", std::move(copies)},
          {"silent", std::move(silent)},
          {"mark", anomaly.mark ? document::encode(*anomaly.mark) : Json()},
          {"remedy", remedy_part(anomaly)},
          {"counsel", or_null(counsel(anomaly))}};
}

Json nodes_part(const model::Fleet& fleet) {
  auto nodes = Json::array();
  for (const auto& node : fleet.nodes)
    nodes.push_back({{"name", node.name.str()}, {"reachable", true}, {"fault", nullptr}});
  for (const auto& absent : fleet.absent)
    nodes.push_back(
        {{"name", absent.name.str()}, {"reachable", false}, {"fault", document::encode(absent.why)}});
  return nodes;
}

Json common(std::string_view schema, const model::Fleet& fleet, const model::Anomalies& found,
            const std::string& fleet_file, model::WallTime now) {
  auto anomalies = Json::array();
  for (const auto& anomaly : found) anomalies.push_back(anomaly_part(anomaly));
  return {{"schema", schema},
          {"fleet", or_null(fleet_file)},
          {"time", document::rfc3339(now)},
          {"nodes", nodes_part(fleet)},
          {"anomalies", std::move(anomalies)}};
}

Json results_part(const model::Anomalies& found, const Mending& mending) {
  auto results = Json::array();
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].remedy) continue;
    const auto& outcome = mending.outcomes[i];
    results.push_back({{"anomaly", i},
                       {"vm", or_null(found[i].name.str())},
                       {"node", found[i].remedy->node.str()},
                       {"remedy", document::word(found[i].remedy->kind)},
                       {"result", document::word(outcome.result)},
                       {"fault", or_null(outcome.fault)}});
  }
  return results;
}

}  // namespace

std::string audit_document(const model::Fleet& fleet, const model::Anomalies& found,
                           const std::string& fleet_file, model::WallTime now, ExitCode code, Form form) {
  auto json = common("haxen/audit/1", fleet, found, fleet_file, now);
  json["exit_code"] = static_cast<int>(code);
  return laid_out(json, form);
}

std::string repair_document(const model::Fleet& fleet, const model::Anomalies& found,
                            const std::optional<Mending>& mending, const std::string& fleet_file,
                            model::WallTime now, ExitCode code, Form form) {
  auto json = common("haxen/repair/1", fleet, found, fleet_file, now);
  json["operation"] = mending ? Json(mending->operation.str()) : Json();
  json["results"] = mending ? results_part(found, *mending) : Json::array();
  json["interrupted"] = mending && mending->interrupted;
  json["timed_out"] = mending && mending->timed_out;
  json["exit_code"] = static_cast<int>(code);
  return laid_out(json, form);
}

}  // namespace haxen::report
