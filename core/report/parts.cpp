// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the parts that several documents hold: moves, blockers and results as JSON.
#include "report/parts.hpp"

#include "document/plan.hpp"
#include "document/words.hpp"
#include "report/words.hpp"

namespace haxen::report {

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json or_null(const std::optional<NodeName>& node) { return node ? Json(node->str()) : Json(); }
Json or_null(const std::optional<Seconds>& length) { return length ? Json(length->count()) : Json(); }
Json or_null(const std::optional<Milliseconds>& length) {
  return length ? Json(Seconds(*length).count()) : Json();
}
Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(); }
Json or_null(const std::optional<Bandwidth>& rate) { return rate ? Json(rate->bytes_per_second) : Json(); }

std::string laid_out(const Json& json, Form form) {
  switch (form) {
    case Form::pages: return document::text(json);
    case Form::line: return document::line(json) + '\n';
  }
  return {};
}

Json operation_part(const model::Operation& operation) {
  return {{"operation", operation.id.str()},       {"command", operation.command},
          {"subject", or_null(operation.subject)}, {"fleet", operation.fleet},
          {"reason", or_null(operation.reason)},   {"user", operation.holder.user},
          {"host", operation.holder.host}};
}

Json move_part(const model::Move& move, const Undertaking& of, const Callings& callings) {
  const auto* vm = callings.vm(move.vm);
  return {
      {"vm", callings.name(move.vm)},
      {"uuid", move.vm.str()},
      {"kind", document::word(move.kind)},
      {"from", move.from.str()},
      {"to", move.to.str()},
      {"memory", vm ? vm->memory.count : move.memory.count},
      {"footprint", move.memory.count},
      {"after", move.after},
      {"expected_seconds", or_null(move.expected_time)},
      {"expected_outage_seconds", or_null(move.expected_outage)},
      {"expected_rounds", move.expected_rounds ? Json(*move.expected_rounds) : Json()},
      {"outage_budget_seconds", vm ? or_null(std::optional(budget(of, *vm))) : Json()},
      {"storage", storage(move).count},
      {"disks", document::encode(move)["disks"]},
  };
}

Json blocker_part(const model::Blocker& blocker, const Callings& callings) {
  const auto* vm = callings.vm(blocker.vm);
  const auto node = blocker.node ? *blocker.node : vm ? vm->node : NodeName("NODE");
  return {
      {"vm", callings.name(blocker.vm)},
      {"uuid", blocker.vm.str()},
      {"node", or_null(blocker.node)},
      {"reason", document::word(blocker.reason)},
      {"detail", or_null(blocker.detail)},
      {"message", sentence(blocker)},
      {"remedy", remedy(blocker.reason, callings.name(blocker.vm), node.str())},
  };
}

Json relaxation_part(const model::Relaxation& relaxation, const Callings& callings) {
  using model::RelaxationKind;
  auto company = Json::array();
  for (const auto& other : relaxation.company) company.push_back(callings.name(other));
  return {
      {"kind", document::word(relaxation.kind)},
      {"vm", callings.name(relaxation.vm)},
      {"uuid", relaxation.vm.str()},
      {"node", or_null(relaxation.node)},
      {"memory", relaxation.kind == RelaxationKind::more_memory ? Json(relaxation.memory.count) : Json()},
      {"vcpus", relaxation.kind == RelaxationKind::more_cpus ? Json(relaxation.cpus) : Json()},
      {"rule", or_null(relaxation.rule)},
      {"company", std::move(company)},
      {"way", relaxation.way},
  };
}

Json result_part(const model::MoveOutcome& end, const std::string& vm) {
  return {
      {"vm", vm},
      {"uuid", end.move.vm.str()},
      {"result", document::word(end.result)},
      {"node", or_null(end.node)},
      {"seconds", or_null(end.time)},
      {"outage_seconds", or_null(end.outage)},
      {"images_left", end.images_left},
      {"fault", or_null(end.fault)},
      {"warnings", end.warnings},
  };
}

Json result_part(const model::ShutDownOutcome& end, const std::string& vm) {
  return {
      {"vm", vm},
      {"uuid", end.shut_down.vm.str()},
      {"result", document::word(end.result)},
      {"node", end.shut_down.node.str()},
      {"seconds", or_null(end.time)},
      {"fault", or_null(end.fault)},
  };
}

Json start_part(const model::Start& start) {
  return {
      {"vm", start.vm.name.str()},
      {"uuid", start.vm.uuid.str()},
      {"node", start.vm.node.str()},
      {"memory", start.vm.memory.count},
      {"footprint", model::footprint(start.vm).count},
      {"is_defined", start.is_defined},
      {"is_partial", start.is_partial},
      {"kind", document::word(start.kind)},
      {"lost", or_null(start.lost.str())},
  };
}

Json result_part(const model::StartOutcome& end) {
  const auto& vm = end.start.vm;
  return {
      {"vm", vm.name.str()},      {"uuid", vm.uuid.str()},        {"result", document::word(end.result)},
      {"node", vm.node.str()},    {"seconds", or_null(end.time)}, {"fault", or_null(end.fault)},
      {"warnings", end.warnings},
  };
}

}  // namespace haxen::report
