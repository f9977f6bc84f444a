// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the fleets, plans and outcomes that the tests of screens and documents look at.
#include "report/examples.hpp"

#include <chrono>
#include <fmt/format.h>

using namespace haxen;
using namespace std::chrono;

namespace example {

model::WallTime evening() { return sys_days{2024y / May / 17} + 20h + 15min; }

model::Node node(const std::string& name, Bytes capacity) {
  model::Node node;
  node.name = NodeName(name);
  node.hypervisor = model::Hypervisor::qemu;
  node.hypervisor_version = {7, 2, 22};
  node.libvirt_version = {9, 0, 0};
  node.host_uuid = "5d2cf2ee-0000-4000-8000-" + fmt::format("{:0>12}", name.size());
  node.memory_total = capacity + gib(1);
  node.memory_capacity = capacity;
  node.memory_free = capacity;
  node.cpus = 8;
  node.cpu_used = 0.4;
  return node;
}

model::Vm vm(const std::string& name, const std::string& on, Bytes memory) {
  model::Vm vm;
  vm.uuid = VmUuid("6b6f7c1e-0000-4000-8000-" + fmt::format("{:0>12}", name));
  vm.name = VmName(name);
  vm.node = NodeName(on);
  vm.state = model::VmState::running;
  vm.memory = memory;
  vm.overhead = mib(64);
  vm.vcpus = 2;
  vm.cpu_used = 0.1;
  return vm;
}

model::Mark cordon(const std::string& reason) {
  model::Mark mark;
  mark.id = "8f1d9f0a-0000-4000-8000-000000000001";
  mark.operation = OperationId("20240517-200300-admin1-4711");
  mark.holder = {"admin1", "0c8d0a3b-0000-4000-8000-000000000001", 4711, "alice"};
  mark.reason = reason;
  mark.since = evening() - 12min;
  return mark;
}

model::Fleet small() {
  model::Fleet fleet;
  fleet.nodes = {node("node1"), node("node2"), node("node3")};
  fleet.nodes[0].memory_free = gib(9) - mib(2250);
  fleet.nodes[1].memory_free = gib(9) - mib(700);
  fleet.nodes[0].cpu_used = 1.93;
  fleet.vms = {vm("db1", "node1", gib(4)), vm("web1", "node1"), vm("web2", "node1"),
               vm("db2", "node2", gib(2)), vm("web3", "node2"), vm("old", "node3", gib(1))};
  fleet.vms[4].origin = NodeName("node1");
  fleet.vms[5].state = model::VmState::shut_off;
  return fleet;
}

model::Fleet troubled() {
  auto fleet = small();
  fleet.nodes[0].mark = cordon("two new DIMMs and a firmware that the vendor has promised since spring");
  fleet.nodes[0].mark->active = true;
  fleet.nodes[0].mark->until = evening() + 9h + 45min;
  fleet.nodes[0].cpu_used = std::nullopt;
  fleet.nodes[1].mark = cordon("");
  fleet.nodes[1].mark->kind = model::MarkKind::claim;
  fleet.nodes[1].mark->booked = mib(576);
  fleet.nodes[1].memory_free = std::nullopt;
  fleet.nodes[2].may_migrate = false;
  fleet.nodes[2].hypervisor_version = {8, 2, 0};
  fleet.absent = {{NodeName("node4"),
                   {FaultKind::unreachable, "cannot connect: connection refused",
                    "is libvirtd running there, and does it listen on port 16514?"}},
                  {NodeName("node5"), {FaultKind::late, "no answer within 10 s", ""}}};
  auto& vms = fleet.vms;
  vms[0].hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"},
                       {model::HindranceKind::snapshot, "'before the upgrade of last week'"}};
  vms[0].state = model::VmState::paused;
  vms[1].job = model::Job{model::JobKind::migration_out};
  vms[1].pending =
      model::PendingMove{cordon("").operation, NodeName("node1"), NodeName("node2"), Milliseconds(300), true};
  vms[2].job = model::Job{model::JobKind::other};
  auto arriving = vms[1];
  arriving.node = NodeName("node2");
  arriving.state = model::VmState::paused;
  arriving.job = model::Job{model::JobKind::migration_in};
  auto twin = vms[3];
  twin.node = NodeName("node3");
  vms.push_back(arriving);
  vms.push_back(twin);
  return fleet;
}

model::Fleet large() {
  model::Fleet fleet;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    const auto name = fmt::format("compute-{:03}", i);
    fleet.nodes.push_back(node(name, gib(256)));
    fleet.nodes.back().cpus = 96;
    fleet.nodes.back().cpu_used = 1.7 * static_cast<double>(i);
    fleet.nodes.back().memory_free = gib(257) - gib(5 * i);
    if (i % 8 == 0) fleet.nodes.back().libvirt_version = {10, 0, 0};
    for (std::uint64_t k = 0; k < 10; ++k)
      fleet.vms.push_back(vm(fmt::format("vm-{:03}-{}", i, k), name, mib(512 * (i + k))));
  }
  return fleet;
}

model::Fleet wordy() {
  model::Fleet fleet;
  fleet.nodes = {node("hypervisor-rack07-unit12.datacentre-west.example.org", gib(1536)),
                 node("hypervisor-rack07-unit13.datacentre-west.example.org", gib(1536)),
                 node("größter-Knoten")};
  fleet.vms = {vm("customer-4711-production-database-primary", fleet.nodes[0].name.str(), gib(512)),
               vm("customer-4711-production-database-replica", fleet.nodes[1].name.str(), gib(512)),
               vm("größte", "größter-Knoten"), vm("仮想マシン", "größter-Knoten"),
               vm("nasty\x1b[2J\n", "größter-Knoten")};
  fleet.vms[0].origin = fleet.nodes[1].name;
  fleet.vms[0].hindrances = {{model::HindranceKind::pinned, "vCPUs 0-31 to CPUs 0-31 of NUMA node 0"},
                             {model::HindranceKind::virtiofs, "/srv/shared/customer-4711"}};
  return fleet;
}

namespace {

model::Move move_of(const model::Vm& vm, const std::string& to) {
  return {.vm = vm.uuid, .from = vm.node, .to = NodeName(to), .memory = model::footprint(vm)};
}

}  // namespace

model::Plan drain() {
  const auto fleet = small();
  model::Plan plan;
  plan.moves = {move_of(fleet.vms[0], "node2"), move_of(fleet.vms[1], "node3"),
                move_of(fleet.vms[2], "node3")};
  plan.moves[0].expected_time = Seconds(36.1);
  plan.moves[0].expected_outage = Seconds(0.08);
  plan.moves[1].expected_time = Seconds(5.2);
  plan.moves[1].kind = model::MoveKind::adopt;
  plan.moves[2].after = {0, 1};
  plan.expected_time = Seconds(41.5);
  plan.lower_bound = Seconds(36.4);
  plan.score_before = 3.325;
  plan.score_after = 0.0274;
  return plan;
}

model::Plan blocked() {
  using model::Reason;
  const auto fleet = troubled();
  const auto& db1 = fleet.vms[0].uuid;
  const auto& web1 = fleet.vms[1].uuid;
  const auto& web2 = fleet.vms[2].uuid;
  const NodeName node2("node2"), node3("node3"), node4("node4");
  model::Plan plan;
  plan.blockers = {{Reason::host_device, db1, {}, "0000:03:00.0"},
                   {Reason::not_running, db1, {}, "paused"},
                   {Reason::not_enough_memory, web1, node2, "needs 576 MiB, 120 MiB left"},
                   {Reason::bridge_missing, web1, node3, "br7"},
                   {Reason::target_unreachable, web1, node4, ""},
                   {Reason::no_target, web1, {}, ""},
                   {Reason::not_enough_memory, web2, node2, "needs 576 MiB, 120 MiB left"},
                   {Reason::bridge_missing, web2, node3, "br7"},
                   {Reason::cordoned, web2, node3, ""},
                   {Reason::no_target, web2, {}, ""}};
  plan.relaxations = {{model::RelaxationKind::more_memory, web1, node2, mib(456), 0, ""},
                      {model::RelaxationKind::shut_down, web1, {}, {}, 0, "", {}, 1},
                      {model::RelaxationKind::drop_rule, web2, node2, {}, 0, "web servers apart", {db1}, 0},
                      {model::RelaxationKind::more_memory, web2, node2, mib(456), 0, "", {}, 0},
                      {model::RelaxationKind::shut_down, web2, {}, {}, 0, "", {}, 1}};
  return plan;
}

model::Plan crowded() {
  const auto fleet = large();
  model::Plan plan;
  for (std::size_t i = 0; i < 30; ++i) {
    const auto& vm = fleet.vms[i];
    plan.blockers.push_back({model::Reason::no_target, vm.uuid, {}, ""});
    if (i % 10 == 0)
      plan.blockers.push_back({model::Reason::snapshot, vm.uuid, {}, fmt::format("'daily-{}'", i)});
    for (const auto& node : fleet.nodes) {
      if (i % 3 == 0)
        plan.blockers.push_back({model::Reason::cpu_unfit, vm.uuid, node.name, ""});
      else
        plan.blockers.push_back({model::Reason::not_enough_memory, vm.uuid, node.name,
                                 fmt::format("needs {}, {} left", to_string(model::footprint(vm)),
                                             to_string(mib(node.name.str().back() * 3u)))});
    }
  }
  return plan;
}

model::Outcome mixed() {
  const auto plan = drain();
  model::Outcome outcome;
  outcome.moves.resize(3);
  for (std::size_t i = 0; i < 3; ++i) outcome.moves[i].move = plan.moves[i];
  auto& moved = outcome.moves[0];
  moved.result = model::MoveResult::moved;
  moved.node = moved.move.to;
  moved.time = Seconds(37.9);
  moved.outage = Seconds(0.412);
  moved.warnings = {"its autostart flag could not be set at 'node2': connection reset by peer"};
  auto& quick = outcome.moves[1];
  quick.result = model::MoveResult::moved;
  quick.node = quick.move.to;
  quick.time = Seconds(4.6);
  quick.outage = Seconds(0.057);
  auto& stayed = outcome.moves[2];
  stayed.result = model::MoveResult::stayed;
  stayed.node = stayed.move.from;
  stayed.time = Seconds(12);
  stayed.fault =
      "'web2': cannot migrate to 'node3': unable to connect to server at 'node3:49152': No route to host";
  return outcome;
}

model::Outcome seen() {
  auto outcome = mixed();
  const model::Moment began(evening());
  outcome.moves[0].switched = Seconds(36.2);
  auto& first = outcome.moves[0].witness.emplace();
  first.target = "icmp://10.0.0.5";
  first.sent = 4100;
  first.answered = 4056;
  first.listed_from = Milliseconds(30);
  first.outage = Seconds(0.448);
  first.gaps = {{began + Milliseconds(37'200),
                 {Seconds(37.2), Seconds(0.448), true, Seconds(0.0003)},
                 model::Phase::switching,
                 model::Phase::after}};
  first.latencies = {model::Spread{Seconds(0.0004), Seconds(0.0011), Seconds(0.002)},
                     model::Spread{Seconds(0.0005), Seconds(0.0052), Seconds(0.011)}, std::nullopt};
  first.own_delay = model::Spread{Seconds(0.00002), Seconds(0.0003), Seconds(0.0009)};
  auto& second = outcome.moves[1].witness.emplace();
  second.target = "udp://10.0.0.6:7";
  second.sent = second.answered = 4100;
  second.listed_from = Milliseconds(30);
  return outcome;
}

report::Undertaking draining(const std::string& node) {
  return {.command = "drain",
          .nodes = {NodeName(node)},
          .fleet_file = "/etc/haxen/fleet.toml",
          .stream = report::Stream::tls};
}

report::Style screen(std::size_t width) {
  report::Style style;
  style.width = width;
  return style;
}

}  // namespace example
