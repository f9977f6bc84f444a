// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the plan file: a kept plan as one JSON document.
#include "operation/plan_file.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>

#include "document/decode.hpp"
#include "document/parse.hpp"
#include "document/plan.hpp"
#include "document/time.hpp"

namespace haxen::operation {

namespace {

using document::Cursor;
using document::Json;

constexpr auto schema = "haxen/plan-file/1";

bool removes_images(const Terms& terms) { return terms.source_images == executor::SourceImages::removed; }

// As the flag calls them.
constexpr std::array<std::pair<OnBlocked, std::string_view>, 3> answers{
    {{OnBlocked::fail, "fail"}, {OnBlocked::skip, "skip"}, {OnBlocked::shut_down, "shutdown"}}};

std::string_view word(OnBlocked on_blocked) {
  for (const auto& [answer, text] : answers)
    if (answer == on_blocked) return text;
  return {};
}

OnBlocked on_blocked(const Cursor& from) {
  const auto text = from.text();
  for (const auto& [answer, known] : answers)
    if (known == text) return answer;
  from.expect("\"fail\", \"skip\" or \"shutdown\"");
  return OnBlocked::fail;
}

Json names(const std::set<NodeName>& nodes) {
  auto list = Json::array();
  for (const auto& node : nodes) list.push_back(node.str());
  return list;
}

template <class T>
Json encoded(const std::vector<T>& values) {
  auto list = Json::array();
  for (const auto& value : values) list.push_back(document::encode(value));
  return list;
}

template <class Length>
Json seconds(const std::optional<Length>& length) {
  return length ? Json(Seconds(*length).count()) : Json();
}

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json or_null(const std::optional<model::Standing>& value) {
  return value ? document::encode(*value) : Json();
}

std::optional<double> score(const Cursor& from) { return from.optional(&Cursor::number); }

Json basis(const model::Fleet& fleet) {
  return {{"nodes", encoded(fleet.nodes)}, {"vms", encoded(fleet.vms)}, {"rules", encoded(fleet.rules)}};
}

/// Reads a plan file in an order in which each part can be held against those before it.
class Reader {
 public:
  KeptPlan plan(const Cursor& from) {
    KeptPlan kept;
    kept.basis = basis(from.at("basis"));
    kept.command = from.at("command").nonempty();
    kept.time = from.at("time").time();
    kept.cordon = nodes(from.at("cordon"));
    kept.reopen = nodes(from.at("reopen"));
    kept.reason = from.at("reason").text_or_null();
    kept.until = from.at("until").optional(&Cursor::time);
    kept.on_blocked = on_blocked(from.at("on_blocked"));
    kept.terms = terms(from);
    kept.plan.moves = from.at("moves").list([this](const Cursor& each) { return move(each); });
    kept.plan.shut_downs = from.at("shut_downs").list([this](const Cursor& each) { return shut_down(each); });
    kept.plan.blockers = from.at("blockers").list([this](const Cursor& each) { return blocker(each); });
    kept.plan.score_before = score(from.at("score_before"));
    kept.plan.score_after = score(from.at("score_after"));
    kept.plan.standing_before = from.at("standing_before").optional(document::decode_standing);
    kept.plan.standing_after = from.at("standing_after").optional(document::decode_standing);
    kept.plan.expected_time = from.at("expected_seconds").optional(document::decode_seconds);
    kept.plan.lower_bound = from.at("lower_bound_seconds").optional(document::decode_seconds);
    return kept;
  }

 private:
  model::Fleet basis(const Cursor& from) {
    model::Fleet fleet;
    fleet.nodes = from.at("nodes").list([this](const Cursor& each) {
      auto node = document::decode_node(each);
      if (!nodes_.insert(node.name).second) each.at("name").complain("stands twice");
      return node;
    });
    fleet.vms = from.at("vms").list([this](const Cursor& each) {
      auto vm = document::decode_vm(each);
      if (!vms_.insert(vm.uuid).second) each.at("uuid").complain("stands twice");
      if (!nodes_.contains(vm.node)) nowhere(each.at("node"), vm.node);
      return vm;
    });
    fleet.rules = from.at("rules").list(document::decode_rule);
    return fleet;
  }

  std::set<NodeName> nodes(const Cursor& from) const {
    std::set<NodeName> names;
    from.list([&](const Cursor& each) { return names.insert(node(each)).second; });
    return names;
  }

  Terms terms(const Cursor& from) const {
    Terms terms;
    terms.leaving = nodes(from.at("leaving"));
    terms.max_outage = from.at("max_outage_seconds").optional(&Cursor::milliseconds);
    terms.allow_throttle = from.at("allow_throttle").flag();
    terms.allow_postcopy = from.at("allow_postcopy").flag();
    const auto parallel = [](const Cursor& each) { return static_cast<unsigned>(each.integer(1, 64)); };
    terms.parallel = from.at("parallel").optional(parallel);
    const bool removed = from.at("remove_source_images").flag();
    terms.source_images = removed ? executor::SourceImages::removed : executor::SourceImages::kept;
    return terms;
  }

  model::Move move(const Cursor& from) {
    auto move = document::decode_move(from);
    vm(from);
    node(from.at("from"));
    node(from.at("to"));
    for (const auto before : move.after)
      if (before >= moves_) from.at("after").complain(fmt::format("{} is not an earlier move", before));
    ++moves_;
    return move;
  }

  model::ShutDown shut_down(const Cursor& from) const {
    vm(from);
    node(from.at("node"));
    return document::decode_shut_down(from);
  }

  model::Blocker blocker(const Cursor& from) const {
    vm(from);
    return document::decode_blocker(from);
  }

  void vm(const Cursor& from) const {
    const auto uuid = from.at("uuid").name<VmUuidTag>();
    if (!vms_.contains(uuid))
      from.at("uuid").complain(fmt::format("'{}' is not among the VMs of the basis", uuid));
  }

  NodeName node(const Cursor& from) const {
    auto name = from.name<NodeNameTag>();
    if (!nodes_.contains(name)) nowhere(from, name);
    return name;
  }

  static void nowhere(const Cursor& from, const NodeName& name) {
    from.complain(fmt::format("'{}' is not among the nodes of the basis", name));
  }

  std::set<NodeName> nodes_;
  std::set<VmUuid> vms_;
  std::size_t moves_ = 0;
};

// For people: a move in the file says whose it is.
Json named(Json of, const VmUuid& uuid, const model::Fleet& fleet) {
  const auto* vm = standing(fleet, uuid);
  Json json = {{"vm", vm != nullptr ? vm->name.str() : uuid.str()}};
  json.update(of);
  return json;
}

template <class T>
Json named(const std::vector<T>& values, const model::Fleet& fleet) {
  auto list = Json::array();
  for (const auto& value : values) list.push_back(named(document::encode(value), value.vm, fleet));
  return list;
}

}  // namespace

std::string to_json(const KeptPlan& kept) {
  const auto& plan = kept.plan;
  return document::text({{"schema", schema},
                         {"command", kept.command},
                         {"time", document::rfc3339(kept.time)},
                         {"cordon", names(kept.cordon)},
                         {"reopen", names(kept.reopen)},
                         {"leaving", names(kept.terms.leaving)},
                         {"reason", kept.reason.empty() ? Json() : Json(kept.reason)},
                         {"until", kept.until ? Json(document::rfc3339(*kept.until)) : Json()},
                         {"on_blocked", word(kept.on_blocked)},
                         {"max_outage_seconds", seconds(kept.terms.max_outage)},
                         {"allow_throttle", kept.terms.allow_throttle},
                         {"allow_postcopy", kept.terms.allow_postcopy},
                         {"parallel", kept.terms.parallel ? Json(*kept.terms.parallel) : Json()},
                         {"remove_source_images", removes_images(kept.terms)},
                         {"moves", named(plan.moves, kept.basis)},
                         {"shut_downs", named(plan.shut_downs, kept.basis)},
                         {"blockers", named(plan.blockers, kept.basis)},
                         {"score_before", number(plan.score_before)},
                         {"score_after", number(plan.score_after)},
                         {"standing_before", or_null(plan.standing_before)},
                         {"standing_after", or_null(plan.standing_after)},
                         {"expected_seconds", seconds(plan.expected_time)},
                         {"lower_bound_seconds", seconds(plan.lower_bound)},
                         {"basis", basis(kept.basis)}});
}

Result<KeptPlan> plan_from_json(const std::string& text) {
  const auto document = document::parsed(text);
  if (!document) return tl::unexpected(document.error());
  document::Damage damage;
  const Cursor cursor(*document, damage);
  const auto which = cursor.at("schema");
  if (which.text() != schema) which.expect(fmt::format("\"{}\"", schema));
  auto kept = Reader().plan(cursor);
  if (damage.found()) return tl::unexpected(damage.first());
  return kept;
}

}  // namespace haxen::operation
