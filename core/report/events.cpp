// SPDX-License-Identifier: GPL-2.0-or-later
// Knows each event as a line for scripts.
#include <string_view>
#include <variant>

#include "document/time.hpp"
#include "document/words.hpp"
#include "report/documents.hpp"
#include "report/parts.hpp"

namespace haxen::report {

namespace {

/// Beside its own fields, each event starts with what it is and ends with nothing left out.
struct Told {
  std::string_view event;
  Json fields;
};

Json named(const model::NamedVm& vm, const Json& rest) {
  Json json = {{"vm", vm.name.str()}, {"uuid", vm.uuid.str()}};
  json.update(rest);
  return json;
}

struct Teller {
  Told operator()(const model::OperationBegan& it) const {
    return {"operation_began",
            {{"operation", it.operation.str()},
             {"command", it.command},
             {"moves", it.moves},
             {"memory", it.memory.count},
             {"expected_seconds", or_null(it.expected_time)},
             {"storage", it.storage.count}}};
  }
  Told operator()(const model::Marked& it) const {
    return {"marked",
            {{"node", it.node.str()}, {"kind", document::word(it.kind)}, {"booked", it.booked.count}}};
  }
  Told operator()(const model::Unmarked& it) const {
    return {"unmarked", {{"node", it.node.str()}, {"kind", document::word(it.kind)}}};
  }
  Told operator()(const model::MoveStarted& it) const {
    return {"move_started", named(it.vm, {{"from", it.from.str()},
                                          {"to", it.to.str()},
                                          {"memory", it.memory.count},
                                          {"expected_seconds", or_null(it.expected_time)},
                                          {"outage_budget_seconds", or_null(it.outage_budget)},
                                          {"storage", it.storage.count}})};
  }
  Told operator()(const model::MoveAdopted& it) const {
    return {"move_adopted",
            named(it.vm, {{"from", it.from.str()}, {"to", it.to.str()}, {"memory", it.memory.count}})};
  }
  Told operator()(const model::Sampled& it) const {
    return {"move_progress", named(it.vm, {{"elapsed_seconds", it.elapsed.count()},
                                           {"iteration", it.iteration},
                                           {"total", it.total.count},
                                           {"processed", it.processed.count},
                                           {"remaining", it.remaining.count},
                                           {"rate", or_null(it.rate)},
                                           {"dirty_rate", or_null(it.dirty_rate)},
                                           {"downtime_limit_seconds", or_null(it.downtime_limit)},
                                           {"seconds_left", or_null(it.time_left)}})};
  }
  Told operator()(const model::DowntimeRaised& it) const {
    return {"downtime_raised", named(it.vm, {{"from_seconds", Seconds(it.from).count()},
                                             {"to_seconds", Seconds(it.to).count()},
                                             {"why", it.why}})};
  }
  Told operator()(const model::Throttled& it) const {
    return {"throttled", named(it.vm, {{"percent", it.percent}})};
  }
  Told operator()(const model::PostCopyBegan& it) const {
    return {"post_copy_began", named(it.vm, {{"why", it.why}})};
  }
  Told operator()(const model::MoveEnded& it) const {
    auto fields = result_part(it.outcome, it.vm.name.str());
    fields["from"] = it.outcome.move.from.str();
    fields["to"] = it.outcome.move.to.str();
    return {"move_ended", fields};
  }
  Told operator()(const model::ShutDownAsked& it) const {
    return {"shut_down_asked", named(it.vm, {{"node", it.node.str()}})};
  }
  Told operator()(const model::ShutDownEnded& it) const {
    return {"shut_down_ended", result_part(it.outcome, it.vm.name.str())};
  }
  Told operator()(const model::Mended& it) const {
    return {"mended",
            {{"vm", it.vm ? Json(it.vm->name.str()) : Json()},
             {"uuid", it.vm ? Json(it.vm->uuid.str()) : Json()},
             {"node", it.remedy.node.str()},
             {"remedy", document::word(it.remedy.kind)},
             {"result", document::word(it.outcome.result)},
             {"fault", or_null(it.outcome.fault)}}};
  }
  Told operator()(const model::StartBegan& it) const {
    return {"start_began", named(it.vm, {{"node", it.node.str()}, {"memory", it.memory.count}})};
  }
  Told operator()(const model::StartEnded& it) const { return {"start_ended", result_part(it.outcome)}; }
  Told operator()(const model::Warned& it) const {
    return {"warning",
            {{"vm", it.vm ? Json(it.vm->name.str()) : Json()},
             {"uuid", it.vm ? Json(it.vm->uuid.str()) : Json()},
             {"node", or_null(it.node)},
             {"message", it.text},
             {"detail", or_null(it.detail)}}};
  }
  Told operator()(const model::Waiting& it) const {
    return {"waiting",
            {{"vm", it.vm ? Json(it.vm->name.str()) : Json()},
             {"uuid", it.vm ? Json(it.vm->uuid.str()) : Json()},
             {"why", it.why}}};
  }
  Told operator()(const model::Stopping& it) const {
    return {"stopping",
            {{"cause", document::word(it.cause)}, {"running", it.running}, {"why", or_null(it.why)}}};
  }
  Told operator()(const model::HookEnded& it) const {
    return {"hook_ended",
            {{"hook", it.hook},
             {"vm", it.vm ? Json(it.vm->name.str()) : Json()},
             {"uuid", it.vm ? Json(it.vm->uuid.str()) : Json()},
             {"result", document::word(it.result)},
             {"status", it.status ? Json(*it.status) : Json()},
             {"seconds", it.time.count()},
             {"output", it.output}}};
  }
  Told operator()(const model::Testified& it) const {
    const auto& told = it.testimony;
    return {"testified",
            {{"node", told.node.str()},
             {"kind", document::word(told.kind)},
             {"witness", or_null(told.witness)},
             {"sign", document::word(told.sign)},
             {"detail", or_null(told.detail)}}};
  }
};

}  // namespace

std::string event_line(const model::Event& event) {
  auto told = std::visit(Teller{}, event.what);
  Json json = {{"event", told.event}, {"time", document::rfc3339(event.time)}};
  json.update(told.fields);
  return document::line(json) + '\n';
}

}  // namespace haxen::report
