// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the operator's hooks are told of a change, and how he is told of them.
#include "report/hooks.hpp"

#include <fmt/format.h>
#include <string_view>

#include "document/parse.hpp"
#include "document/words.hpp"
#include "report/parts.hpp"

namespace haxen::report {

namespace {

std::string_view last_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.remove_suffix(1);
  return text.substr(text.rfind('\n') + 1);
}

std::string what_became_of(const model::HookEnded& ended) {
  using model::HookResult;
  switch (ended.result) {
    case HookResult::passed: return fmt::format("passed in {}", to_string(ended.time));
    case HookResult::failed: return fmt::format("ended with status {}", ended.status.value_or(0));
    case HookResult::late: return fmt::format("did not end within {} and was killed", to_string(ended.time));
    case HookResult::interrupted: return "was killed, since the operation stops";
    case HookResult::not_run: return "cannot be run";
  }
  return {};
}

Json vm_part(const HookVm& it) {
  return {{"vm", it.vm.name.str()},    {"uuid", it.vm.uuid.str()},    {"action", it.action},
          {"from", it.from.str()},     {"to", or_null(it.to)},        {"result", or_null(it.result)},
          {"node", or_null(it.node)},  {"seconds", or_null(it.time)}, {"outage_seconds", or_null(it.outage)},
          {"fault", or_null(it.fault)}};
}

Json document_or_null(const std::string& text) {
  if (text.empty()) return {};
  auto read = document::parsed(text);
  return read ? std::move(*read) : Json();
}

}  // namespace

std::string sentence(const model::HookEnded& ended) {
  auto text = fmt::format("hook '{}' {}", ended.hook, what_became_of(ended));
  if (const auto last = last_line(ended.output); !last.empty()) text += fmt::format(": {}", last);
  return text;
}

HookVm hook_vm(const model::NamedVm& vm, const model::Move& move) {
  return {vm, move.kind == model::MoveKind::define ? "define" : "move", move.from, move.to};
}

HookVm hook_vm(const model::NamedVm& vm, const model::ShutDown& shut_down) {
  return {vm, "shut_down", shut_down.node, std::nullopt};
}

HookVm hook_vm(const model::NamedVm& vm, const model::MoveOutcome& outcome) {
  auto told = hook_vm(vm, outcome.move);
  told.result = document::word(outcome.result);
  told.node = outcome.node;
  told.time = outcome.time;
  told.outage = outcome.outage;
  told.fault = outcome.fault;
  return told;
}

HookVm hook_vm(const model::NamedVm& vm, const model::ShutDownOutcome& outcome) {
  auto told = hook_vm(vm, outcome.shut_down);
  told.result = document::word(outcome.result);
  told.node = outcome.shut_down.node;
  told.time = outcome.time;
  told.fault = outcome.fault;
  return told;
}

std::string hook_document(const HookCall& call) {
  Json json = {{"schema", "haxen/hook/1"}, {"stage", call.stage}};
  json.update(operation_part(call.operation));
  json["vm"] = call.vm ? vm_part(*call.vm) : Json();
  json["plan"] = document_or_null(call.plan);
  json["outcome"] = document_or_null(call.outcome);
  return document::line(json) + '\n';
}

}  // namespace haxen::report
