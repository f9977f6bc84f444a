// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fields of what is kept of nodes and VMs.
#include "document/ledger.hpp"

#include <nlohmann/json.hpp>

#include "document/decode.hpp"
#include "document/time.hpp"

namespace haxen::document {

namespace {

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

template <class T>
Json list(const std::vector<T>& values) {
  auto array = Json::array();
  for (const auto& value : values) array.push_back(encode(value));
  return array;
}

Json encode_policy(const model::PolicyStatement& policy) {
  const auto& budget = policy.outage_budget;
  return {{"outage_budget_seconds", budget ? Json(Seconds(*budget).count()) : Json()},
          {"may_throttle", or_null(policy.may_throttle)},
          {"may_postcopy", or_null(policy.may_postcopy)},
          {"may_shut_down", or_null(policy.may_shut_down)},
          {"priority", or_null(policy.priority)},
          {"handover", policy.hand_over ? Json(word(*policy.hand_over)) : Json()}};
}

model::PolicyStatement decode_policy_statement(const Cursor& from) {
  return {from.at("outage_budget_seconds").optional(&Cursor::milliseconds),
          from.at("may_throttle").optional(&Cursor::flag),
          from.at("may_postcopy").optional(&Cursor::flag),
          from.at("may_shut_down").optional(&Cursor::flag),
          from.at("priority").optional(&Cursor::whole),
          from.at("handover").optional(&Cursor::enumerator<model::HandOver>)};
}

}  // namespace

Json encode(const model::Statement& statement) {
  return {{"groups", statement.groups},
          {"policy", encode_policy(statement.policy)},
          {"rules", list(statement.rules)},
          {"complaints", statement.complaints}};
}

Json encode(const model::LedgerVm& kept) {
  return {{"seen", rfc3339(kept.seen)},
          {"vm", encode(kept.vm)},
          {"statement", encode(kept.statement)},
          {"definition", or_null(kept.definition)},
          {"running", or_null(kept.running)}};
}

Json encode(const model::LedgerNode& kept) {
  return {{"seen", rfc3339(kept.seen)}, {"node", encode(kept.node)}, {"vms", list(kept.vms)}};
}

model::Statement decode_statement(const Cursor& from) {
  return {from.at("groups").list(&Cursor::text), decode_policy_statement(from.at("policy")),
          from.at("rules").list(decode_rule), from.at("complaints").list(&Cursor::text)};
}

model::LedgerVm decode_ledger_vm(const Cursor& from) {
  return {decode_vm(from.at("vm")), decode_statement(from.at("statement")),
          from.at("definition").text_or_null(), from.at("running").text_or_null(), from.at("seen").time()};
}

model::LedgerNode decode_ledger_node(const Cursor& from) {
  return {decode_node(from.at("node")), from.at("vms").list(decode_ledger_vm), from.at("seen").time()};
}

}  // namespace haxen::document
