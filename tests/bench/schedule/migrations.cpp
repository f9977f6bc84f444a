// SPDX-License-Identifier: GPL-2.0-or-later
// Knows random sets of migrations, and how simulated hosts carry them out.
#include "migrations.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

#include "executor/connections.hpp"
#include "executor/executor.hpp"
#include "inventory/collect.hpp"
#include "planner/schedule.hpp"
#include "simulation/client.hpp"
#include "simulation/dice.hpp"
#include "simulation/world.hpp"

namespace haxen::bench {

namespace {

constexpr std::array links = {1e9 / 8, 2.5e9 / 8, 10e9 / 8};

model::Node node(unsigned number, double link) {
  model::Node node;
  node.name = NodeName(fmt::format("n{:02}", number));
  node.hypervisor = model::Hypervisor::qemu;
  node.hypervisor_version = {7, 2, 0};
  node.libvirt_version = {9, 0, 0};
  node.host_uuid = "host-" + node.name.str();
  node.memory_total = node.memory_capacity = gib(4096);
  node.cpus = 64;
  node.link = Bandwidth{link};
  return node;
}

model::Vm vm(unsigned number, const NodeName& at, Bytes memory) {
  model::Vm vm;
  vm.uuid = VmUuid(fmt::format("00000000-0000-4000-a000-{:012}", number));
  vm.name = VmName(fmt::format("vm{:02}", number));
  vm.node = at;
  vm.state = model::VmState::running;
  vm.memory = memory;
  vm.vcpus = 1;
  return vm;
}

class Deaf : public executor::Listener {
  void hear(const model::Happening&) override {}
};

/// What one run of the executor needs, as long as its process lives.
struct Process {
  Process(simulation::Client& client, const Instance& what, executor::Parallel limits)
      : loop(client.loop()), hosts(client.hosts()), instance(what), connections(loop, hosts), stop(loop) {
    settings.operation = OperationId("bench");
    settings.parallel = limits;
  }

  Task<void> run() {
    auto found = co_await inventory::collect_again(loop, hosts, instance.fleet, std::chrono::seconds(10));
    for (auto& [name, host] : found.connections) connections.adopt(name, std::move(host));
    const auto began = loop.now();
    performance.outcome = co_await executor::execute(loop, connections, settings, listener, stop,
                                                     instance.fleet, instance.plan);
    performance.time = loop.now() - began;
    const auto after =
        co_await inventory::collect_again(loop, hosts, instance.fleet, std::chrono::seconds(10));
    performance.after = after.fleet;
  }

  Loop& loop;
  virt::Hosts& hosts;
  const Instance& instance;
  executor::Connections connections;
  executor::StopSwitch stop;
  executor::Settings settings;
  Deaf listener;
  Performance performance;
};

Task<void> wait_for(simulation::Client& client) { co_await client.ended(); }

}  // namespace

Instance random_instance(std::uint64_t seed) {
  simulation::Dice dice(seed);
  Instance instance;
  const auto nodes = static_cast<unsigned>(4 + dice.below(9));
  const auto moves = static_cast<unsigned>(10 + dice.below(51));
  for (unsigned i = 1; i <= nodes; ++i)
    instance.fleet.nodes.push_back(node(i, links.at(dice.below(links.size()))));
  for (unsigned i = 1; i <= moves; ++i) {
    const auto from = dice.below(nodes);
    const auto to = (from + 1 + dice.below(nodes - 1)) % nodes;
    const Bytes memory = mib(static_cast<std::uint64_t>(1024 * std::exp2(dice.share() * 5)));
    const auto& made = instance.fleet.vms.emplace_back(vm(i, instance.fleet.nodes[from].name, memory));
    model::Move move;
    move.vm = made.uuid;
    move.from = made.node;
    move.to = instance.fleet.nodes[to].name;
    move.memory = memory;
    instance.plan.moves.push_back(move);
  }
  instance.fleet = model::sorted(std::move(instance.fleet));
  instance.plan.lower_bound = planner::lower_bound(instance.fleet, instance.plan.moves);
  return instance;
}

Performance perform(const Instance& instance, executor::Parallel limits, const simulation::Setup& setup) {
  Loop loop(Clock::simulated);
  simulation::World world(loop, instance.fleet, setup);
  auto& client = world.client();
  Process process(client, instance, limits);
  client.start(process.run());
  loop.run(wait_for(client));
  return process.performance;
}

executor::Parallel wide_limits() { return {16, 16, 1000}; }

}  // namespace haxen::bench
