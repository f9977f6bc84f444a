// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a plan is written as JSON to be carried out later, and read back.
#include "document/plan.hpp"

#include <nlohmann/json.hpp>

namespace haxen::document {

namespace {

Json or_null(const std::optional<Seconds>& length) { return length ? Json(length->count()) : Json(); }

Json list(const std::vector<model::DiskCopy>& copies) {
  auto array = Json::array();
  for (const auto& copy : copies) array.push_back(encode(copy));
  return array;
}

std::size_t index(const Cursor& from) { return from.count(); }

}  // namespace

Json encode(const model::Move& move) {
  return {{"uuid", move.vm.str()},
          {"kind", word(move.kind)},
          {"from", move.from.str()},
          {"to", move.to.str()},
          {"footprint", move.memory.count},
          {"after", move.after},
          {"expected_seconds", or_null(move.expected_time)},
          {"expected_outage_seconds", or_null(move.expected_outage)},
          {"expected_rounds", move.expected_rounds ? Json(*move.expected_rounds) : Json()},
          {"disks", list(move.copies)}};
}

Json encode(const model::DiskCopy& copy) {
  return {{"target", copy.target},
          {"path", copy.path},
          {"format", copy.format},
          {"capacity", copy.capacity.count},
          {"bytes", copy.bytes.count},
          {"flattened", copy.flattened},
          {"available", copy.available ? Json(copy.available->count) : Json()}};
}

Json encode(const model::ShutDown& shut_down) {
  return {{"uuid", shut_down.vm.str()}, {"node", shut_down.node.str()}};
}

Json encode(const model::Blocker& blocker) {
  return {{"uuid", blocker.vm.str()},
          {"node", blocker.node ? Json(blocker.node->str()) : Json()},
          {"reason", word(blocker.reason)},
          {"detail", blocker.detail.empty() ? Json() : Json(blocker.detail)}};
}

Json encode(const model::Standing& standing) {
  return {{"memory", standing.memory},
          {"vcpus", standing.vcpus},
          {"busy_cpus", standing.busy_cpus},
          {"stranded", standing.stranded ? Json(*standing.stranded) : Json()}};
}

model::Move decode_move(const Cursor& from) {
  model::Move move;
  move.vm = from.at("uuid").name<VmUuidTag>();
  move.kind = from.at("kind").enumerator<model::MoveKind>();
  move.from = from.at("from").name<NodeNameTag>();
  move.to = from.at("to").name<NodeNameTag>();
  move.memory = from.at("footprint").bytes();
  move.after = from.at("after").list(index);
  move.expected_time = from.at("expected_seconds").optional(decode_seconds);
  move.expected_outage = from.at("expected_outage_seconds").optional(decode_seconds);
  move.expected_rounds = from.at("expected_rounds").optional(&Cursor::count);
  move.copies = from.at("disks").list(decode_copy);
  return move;
}

model::DiskCopy decode_copy(const Cursor& from) {
  return {from.at("target").text(),
          from.at("path").text(),
          from.at("format").text(),
          from.at("capacity").bytes(),
          from.at("bytes").bytes(),
          from.at("flattened").flag(),
          from.at("available").optional(&Cursor::bytes)};
}

model::ShutDown decode_shut_down(const Cursor& from) {
  return {from.at("uuid").name<VmUuidTag>(), from.at("node").name<NodeNameTag>()};
}

model::Blocker decode_blocker(const Cursor& from) {
  model::Blocker blocker;
  blocker.vm = from.at("uuid").name<VmUuidTag>();
  blocker.node = from.at("node").optional(&Cursor::name<NodeNameTag>);
  blocker.reason = from.at("reason").enumerator<model::Reason>();
  blocker.detail = from.at("detail").text_or_null();
  return blocker;
}

model::Standing decode_standing(const Cursor& from) {
  return {from.at("memory").number(), from.at("vcpus").number(), from.at("busy_cpus").number(),
          from.at("stranded").optional(index)};
}

Seconds decode_seconds(const Cursor& from) {
  constexpr double longest = 86400.0 * 36500;
  const auto seconds = from.number();
  if (seconds > longest) from.expect("a length of time in seconds");
  return Seconds(std::min(seconds, longest));
}

}  // namespace haxen::document
