// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the values of the model are written as JSON: the parts that every document shares.
#include "document/model.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "document/time.hpp"
#include "document/words.hpp"

namespace haxen::document {

namespace {

Json plain(const std::string& text) { return text; }
Json plain(double number) { return number; }
Json plain(Bytes amount) { return amount.count; }
Json plain(Bandwidth rate) { return rate.bytes_per_second; }
Json plain(Milliseconds length) { return Seconds(length).count(); }
Json plain(model::WallTime time) { return rfc3339(time); }
Json plain(model::CpuFit fit) { return word(fit); }
Json plain(const model::Job& job) { return word(job.kind); }
Json plain(const model::StoragePool& pool) { return encode(pool); }
Json plain(const model::Image& image) { return encode(image); }
Json plain(const model::Disk& disk) { return encode(disk); }
Json plain(const model::Hindrance& hindrance) { return encode(hindrance); }
Json plain(const model::PendingMove& pending) { return encode(pending); }
Json plain(const model::Mark& mark) { return encode(mark); }
template <class Tag>
Json plain(const Named<Tag>& name) {
  return name.str();
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? plain(*value) : Json();
}

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

template <class Range>
Json list(const Range& range) {
  auto array = Json::array();
  for (const auto& element : range) array.push_back(plain(element));
  return array;
}

template <class Map>
Json object(const Map& map) {
  auto result = Json::object();
  for (const auto& [key, value] : map) result[key] = plain(value);
  return result;
}

/// Null for 0.0.0: nobody told.
Json version(const model::Version& version) {
  if (version == model::Version{}) return {};
  return fmt::format("{}.{}.{}", version.major, version.minor, version.micro);
}

std::optional<model::Mark> mark_of(const model::Node& node, model::MarkKind kind) {
  return node.mark && node.mark->kind == kind ? node.mark : std::nullopt;
}

}  // namespace

Json encode(const Fault& fault) {
  return {{"kind", word(fault.kind)}, {"message", fault.message}, {"hint", or_null(fault.hint)}};
}

Json encode(const model::Mark& mark) {
  const auto& holder = mark.holder;
  return {
      {"id", mark.id},
      {"kind", word(mark.kind)},
      {"operation", mark.operation.str()},
      {"holder",
       {{"host", holder.host}, {"boot_id", holder.boot_id}, {"pid", holder.pid}, {"user", holder.user}}},
      {"active", mark.active},
      {"reason", mark.reason},
      {"since", rfc3339(mark.since)},
      {"until", or_null(mark.until)},
      {"booked", mark.booked.count},
  };
}

Json encode(const model::Disk& disk) {
  return {{"kind", word(disk.kind)},
          {"target", disk.target},
          {"source", disk.source},
          {"format", or_null(disk.format)},
          {"read_only", disk.read_only},
          {"cdrom", disk.cdrom},
          {"capacity", or_null(disk.capacity)},
          {"stored", or_null(disk.stored)},
          {"layered", disk.layered},
          {"uncopyable", or_null(disk.uncopyable)}};
}

Json encode(const model::Hindrance& hindrance) {
  return {{"kind", word(hindrance.kind)}, {"detail", hindrance.detail}};
}

Json encode(const model::PendingMove& pending) {
  return {{"operation", pending.operation.str()},
          {"from", pending.from.str()},
          {"to", pending.to.str()},
          {"former_downtime_seconds", plain(pending.former_downtime)},
          {"autostart", pending.autostart},
          {"images", list(pending.images)},
          {"handover", word(pending.hand_over)}};
}

Json encode(const model::Policy& policy) {
  return {{"outage_budget_seconds", plain(policy.outage_budget)},
          {"may_throttle", policy.may_throttle},
          {"may_postcopy", policy.may_postcopy},
          {"may_shut_down", policy.may_shut_down},
          {"priority", policy.priority},
          {"handover", word(policy.hand_over)}};
}

Json encode(const model::Image& image) {
  const bool is_present = image.state == model::ImageState::present;
  return {{"state", word(image.state)},
          {"capacity", is_present ? Json(image.capacity.count) : Json()},
          {"available", or_null(image.available)}};
}

Json encode(const model::StoragePool& pool) {
  return {{"name", pool.name}, {"path", pool.path}, {"source", or_null(pool.source)}};
}

Json summary(const model::Node& node) {
  return {
      {"name", node.name.str()},
      {"hypervisor", word(node.hypervisor)},
      {"hypervisor_version", version(node.hypervisor_version)},
      {"libvirt_version", version(node.libvirt_version)},
      {"host_uuid", or_null(node.host_uuid)},
      {"memory_total", node.memory_total.count},
      {"memory_capacity", node.memory_capacity.count},
      {"memory_free", or_null(node.memory_free)},
      {"cpus", node.cpus},
      {"cpu_used", or_null(node.cpu_used)},
      {"vcpu_limit", or_null(node.vcpu_limit)},
      {"link", or_null(node.link)},
      {"cordon", or_null(mark_of(node, model::MarkKind::cordon))},
      {"claim", or_null(mark_of(node, model::MarkKind::claim))},
      {"may_migrate", node.may_migrate},
      {"labels", object(node.labels)},
  };
}

Json encode(const model::Node& node) {
  auto json = summary(node);
  json["emulators"] = list(node.emulators);
  json["machines"] = list(node.machines);
  json["bridges"] = node.bridges ? list(*node.bridges) : Json();
  json["networks"] = list(node.networks);
  json["pools"] = list(node.pools);
  json["images"] = object(node.images);
  json["cpu_fit"] = object(node.cpu_fit);
  return json;
}

Json summary(const model::Vm& vm) {
  return {
      {"name", vm.name.str()},
      {"uuid", vm.uuid.str()},
      {"node", vm.node.str()},
      {"state", word(vm.state)},
      {"memory", vm.memory.count},
      {"overhead", vm.overhead.count},
      {"vcpus", vm.vcpus},
      {"cpu_used", or_null(vm.cpu_used)},
      {"persistent", vm.persistent},
      {"autostart", vm.autostart},
      {"origin", or_null(vm.origin)},
      {"moved", or_null(vm.moved)},
      {"pending", or_null(vm.pending)},
      {"job", or_null(vm.job)},
      {"torn", vm.torn},
      {"policy", encode(vm.policy)},
      {"hindrances", list(vm.hindrances)},
  };
}

Json encode(const model::Vm& vm) {
  auto json = summary(vm);
  json["arch"] = vm.arch;
  json["machine"] = vm.machine;
  json["emulator"] = vm.emulator;
  json["cpu"] = vm.cpu;
  json["bridges"] = list(vm.bridges);
  json["networks"] = list(vm.networks);
  json["disks"] = list(vm.disks);
  return json;
}

Json encode(const model::Rule& rule) {
  return {
      {"kind", word(rule.kind)},   {"name", rule.name},   {"vms", list(rule.vms)},
      {"nodes", list(rule.nodes)}, {"label", rule.label}, {"values", list(rule.values)},
      {"limit", rule.limit},       {"must", rule.must},   {"time", word(rule.time)},
      {"priority", rule.priority},
  };
}

std::string text(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string line(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace haxen::document
