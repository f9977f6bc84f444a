// SPDX-License-Identifier: GPL-2.0-or-later
// Nodes, VMs and marks as JSON.
#include "document/model.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace haxen;
using document::Json;

namespace {

model::Mark cordon() {
  model::Mark mark;
  mark.id = "0e1f";
  mark.operation = OperationId("op-1");
  mark.holder = {"admin1", "b00t", 4711, "alice"};
  mark.reason = "new DIMMs";
  mark.since = model::WallTime(std::chrono::seconds(1'700'000'000));
  return mark;
}

}  // namespace

TEST_CASE("a node of which nothing is known has every field, and null for each unknown") {
  model::Node node;
  node.name = NodeName("n1");
  CHECK(document::encode(node) == Json::parse(R"({
    "name": "n1", "hypervisor": "unknown", "hypervisor_version": null, "libvirt_version": null, "host_uuid": null,
    "memory_total": 0, "memory_capacity": 0, "memory_free": null, "cpus": 0, "cpu_used": null, "vcpu_limit": null,
    "link": null,
    "cordon": null, "claim": null, "may_migrate": true, "labels": {}, "emulators": [], "machines": [],
    "bridges": null, "networks": [], "pools": [], "images": {}, "cpu_fit": {}})"));
}

TEST_CASE("a node's mark is told as what it is") {
  model::Node node;
  node.mark = cordon();
  CHECK(document::summary(node)["cordon"] == Json::parse(R"({
    "id": "0e1f", "kind": "cordon", "operation": "op-1",
    "holder": {"host": "admin1", "boot_id": "b00t", "pid": 4711, "user": "alice"},
    "active": false, "reason": "new DIMMs", "since": "2023-11-14T22:13:20Z", "until": null, "booked": 0})"));
  CHECK(document::summary(node)["claim"] == nullptr);
  node.mark->kind = model::MarkKind::claim;
  CHECK(document::summary(node)["cordon"] == nullptr);
  CHECK(document::summary(node)["claim"]["kind"] == "claim");
}

TEST_CASE("a VM on the move tells where to, and lengths of time are in seconds") {
  model::Vm vm;
  vm.uuid = VmUuid("u1");
  vm.name = VmName("web1");
  vm.node = NodeName("n1");
  vm.state = model::VmState::running;
  vm.memory = mib(128);
  vm.origin = NodeName("n0");
  vm.moved = model::WallTime(std::chrono::seconds(1'700'000'000));
  vm.job = model::Job{model::JobKind::migration_out};
  vm.pending =
      model::PendingMove{OperationId("op-1"), NodeName("n1"), NodeName("n2"), Milliseconds(300), true};
  vm.hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"}};
  CHECK(document::summary(vm) == Json::parse(R"({
    "name": "web1", "uuid": "u1", "node": "n1", "state": "running", "memory": 134217728, "overhead": 0, "vcpus": 0,
    "cpu_used": null, "persistent": true, "autostart": false, "origin": "n0",
    "moved": "2023-11-14T22:13:20Z",
    "pending": {"operation": "op-1", "from": "n1", "to": "n2", "former_downtime_seconds": 0.3, "autostart": true,
                "images": [], "handover": "fast"},
    "job": "migration_out", "torn": false,
    "policy": {"outage_budget_seconds": 0.25, "may_throttle": false, "may_postcopy": false, "may_shut_down": false,
               "priority": 0, "handover": "fast"},
    "hindrances": [{"kind": "host_device", "detail": "0000:03:00.0"}]})"));
}

TEST_CASE("a name that is no UTF-8 does not break the document") {
  CHECK(document::line(Json("a\xff")) == "\"a\xEF\xBF\xBD\"");
}
