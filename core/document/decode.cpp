// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which field of a document is which member of the model.
#include "document/decode.hpp"

#include <charconv>
#include <set>

namespace haxen::document {

namespace {

std::set<std::string> text_set(const Cursor& from) {
  const auto texts = from.list(&Cursor::text);
  return {texts.begin(), texts.end()};
}

// "7.2.22"; 0.0.0, which stands for unknown, is never written.
model::Version version(const Cursor& from) {
  if (from.is_null()) return {};
  const auto text = from.text();
  model::Version parts;
  const auto* at = text.data();
  const auto* const end = at + text.size();
  for (auto* part : {&parts.major, &parts.minor, &parts.micro}) {
    if (part != &parts.major && (at == end || *at++ != '.')) break;
    const auto [rest, error] = std::from_chars(at, end, *part);
    if (error != std::errc{}) break;
    at = rest;
    if (part == &parts.micro && at == end) return parts;
  }
  from.expect("a version as in \"7.2.22\"");
  return {};
}

std::optional<model::Mark> mark_of_kind(const Cursor& from, model::MarkKind kind) {
  const auto mark = from.optional(decode_mark);
  if (mark && mark->kind != kind) from.at("kind").complain("stands in the place of the other kind of mark");
  return mark;
}

std::optional<model::Mark> node_mark(const Cursor& node) {
  const auto cordon = mark_of_kind(node.at("cordon"), model::MarkKind::cordon);
  const auto claim = mark_of_kind(node.at("claim"), model::MarkKind::claim);
  if (cordon && claim) node.at("claim").complain("a node has at most one mark");
  return cordon ? cordon : claim;
}

model::Job job(const Cursor& from) { return {from.enumerator<model::JobKind>()}; }

}  // namespace

Fault decode_fault(const Cursor& from) {
  return {from.at("kind").enumerator<FaultKind>(), from.at("message").text(), from.at("hint").text_or_null()};
}

model::Mark decode_mark(const Cursor& from) {
  const auto holder = from.at("holder");
  model::Mark mark;
  mark.id = from.at("id").text();
  mark.kind = from.at("kind").enumerator<model::MarkKind>();
  mark.operation = OperationId(from.at("operation").text());
  mark.holder = {holder.at("host").text(), holder.at("boot_id").text(),
                 holder.at("pid").integer(0, std::numeric_limits<std::int32_t>::max()),
                 holder.at("user").text()};
  mark.active = from.at("active").flag();
  mark.reason = from.at("reason").text();
  mark.since = from.at("since").time();
  mark.until = from.at("until").optional(&Cursor::time);
  mark.booked = from.at("booked").bytes();
  return mark;
}

model::Disk decode_disk(const Cursor& from) {
  return {from.at("kind").enumerator<model::DiskKind>(),
          from.at("target").text(),
          from.at("source").text(),
          from.at("format").text_or_null(),
          from.at("read_only").flag(),
          from.at("cdrom").flag(),
          from.at("capacity").optional(&Cursor::bytes),
          from.at("stored").optional(&Cursor::bytes),
          from.at("layered").flag(),
          from.at("uncopyable").text_or_null()};
}

model::Hindrance decode_hindrance(const Cursor& from) {
  return {from.at("kind").enumerator<model::HindranceKind>(), from.at("detail").text()};
}

model::PendingMove decode_pending(const Cursor& from) {
  return {OperationId(from.at("operation").text()),
          from.at("from").name<NodeNameTag>(),
          from.at("to").name<NodeNameTag>(),
          from.at("former_downtime_seconds").milliseconds(),
          from.at("autostart").flag(),
          from.at("images").list(&Cursor::text),
          from.at("handover").enumerator<model::HandOver>()};
}

model::Policy decode_policy(const Cursor& from) {
  return {from.at("outage_budget_seconds").milliseconds(),
          from.at("may_throttle").flag(),
          from.at("may_postcopy").flag(),
          from.at("may_shut_down").flag(),
          from.at("priority").whole(),
          from.at("handover").enumerator<model::HandOver>()};
}

model::Image decode_image(const Cursor& from) {
  return {from.at("state").enumerator<model::ImageState>(),
          from.at("capacity").optional(&Cursor::bytes).value_or(Bytes{}),
          from.at("available").optional(&Cursor::bytes)};
}

model::StoragePool decode_pool(const Cursor& from) {
  return {from.at("name").text(), from.at("path").text(), from.at("source").text_or_null()};
}

model::Node decode_node(const Cursor& from) {
  model::Node node;
  node.name = from.at("name").name<NodeNameTag>();
  node.hypervisor = from.at("hypervisor").enumerator<model::Hypervisor>();
  node.hypervisor_version = version(from.at("hypervisor_version"));
  node.libvirt_version = version(from.at("libvirt_version"));
  node.host_uuid = from.at("host_uuid").text_or_null();
  node.memory_total = from.at("memory_total").bytes();
  node.memory_capacity = from.at("memory_capacity").bytes();
  node.memory_free = from.at("memory_free").optional(&Cursor::bytes);
  node.cpus = from.at("cpus").count();
  node.cpu_used = from.at("cpu_used").optional(&Cursor::number);
  node.vcpu_limit = from.at("vcpu_limit").optional(&Cursor::number);
  node.link = from.at("link").optional(&Cursor::bandwidth);
  node.mark = node_mark(from);
  node.may_migrate = from.at("may_migrate").flag();
  node.labels = from.at("labels").object(&Cursor::text);
  node.emulators = text_set(from.at("emulators"));
  node.machines = text_set(from.at("machines"));
  node.bridges = from.at("bridges").optional(text_set);
  node.networks = text_set(from.at("networks"));
  node.pools = from.at("pools").list(decode_pool);
  node.images = from.at("images").object(decode_image);
  node.cpu_fit = from.at("cpu_fit").object(&Cursor::enumerator<model::CpuFit>);
  return node;
}

model::Vm decode_vm(const Cursor& from) {
  model::Vm vm;
  vm.name = from.at("name").name<VmNameTag>();
  vm.uuid = from.at("uuid").name<VmUuidTag>();
  vm.node = from.at("node").name<NodeNameTag>();
  vm.state = from.at("state").enumerator<model::VmState>();
  vm.memory = from.at("memory").bytes();
  vm.overhead = from.at("overhead").bytes();
  vm.vcpus = from.at("vcpus").count();
  vm.cpu_used = from.at("cpu_used").optional(&Cursor::number);
  vm.persistent = from.at("persistent").flag();
  vm.autostart = from.at("autostart").flag();
  vm.origin = from.at("origin").optional(&Cursor::name<NodeNameTag>);
  vm.moved = from.at_or_null("moved").optional(&Cursor::time);
  vm.pending = from.at("pending").optional(decode_pending);
  vm.job = from.at("job").optional(job);
  vm.torn = from.at_or_null("torn").optional(&Cursor::flag).value_or(false);
  vm.policy = decode_policy(from.at("policy"));
  vm.hindrances = from.at("hindrances").list(decode_hindrance);
  vm.arch = from.at("arch").text();
  vm.machine = from.at("machine").text();
  vm.emulator = from.at("emulator").text();
  vm.cpu = from.at("cpu").text();
  vm.bridges = from.at("bridges").list(&Cursor::text);
  vm.networks = from.at("networks").list(&Cursor::text);
  vm.disks = from.at("disks").list(decode_disk);
  return vm;
}

model::Rule decode_rule(const Cursor& from) {
  model::Rule rule;
  rule.kind = from.at("kind").enumerator<model::RuleKind>();
  rule.name = from.at("name").text();
  rule.vms = from.at("vms").list(&Cursor::name<VmUuidTag>);
  rule.nodes = from.at("nodes").list(&Cursor::name<NodeNameTag>);
  rule.label = from.at("label").text();
  rule.values = from.at("values").list(&Cursor::text);
  rule.limit = from.at("limit").count();
  rule.must = from.at("must").flag();
  rule.time = from.at("time").enumerator<model::RuleTime>();
  rule.priority = from.at("priority").whole();
  return rule;
}

}  // namespace haxen::document
