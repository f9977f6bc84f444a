// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how clusters are made up and written down.
#include "cluster.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <numeric>
#include <random>

namespace haxen::bench {
namespace {

constexpr std::uint64_t smallest = 1024;
constexpr std::uint64_t largest = 11264;

/// A generator of the standard, whose numbers are the same everywhere, unlike those of its distributions.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  double share() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }

 private:
  std::mt19937_64 engine_;
};

/// As many as wanted, each once where there are enough.
std::vector<std::uint64_t> sizes(std::size_t count, Dice& dice) {
  std::vector<std::uint64_t> all(largest - smallest);
  std::iota(all.begin(), all.end(), smallest);
  for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[dice.below(i)]);
  std::vector<std::uint64_t> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(all[i % all.size()]);
  return chosen;
}

std::string name(char kind, std::size_t number) { return fmt::format("{}{:05}", kind, number); }

std::string label(std::size_t number, std::size_t of) { return std::to_string(number % of); }

}  // namespace

Cluster uneven_cluster(std::size_t nodes, std::size_t vms, unsigned seed) {
  Dice dice(seed);
  Cluster cluster;
  std::vector<double> liking;
  std::vector<std::uint64_t> free;
  for (std::size_t n = 0; n < nodes; ++n) {
    cluster.nodes.push_back({120 * 1024, 32});
    liking.push_back(0.3 + 1.4 * dice.share());
    free.push_back(119 * 1024);
  }
  for (const auto size : sizes(vms, dice)) {
    std::size_t node = 0;
    do node = dice.below(nodes);
    while (dice.share() * 1.7 > liking[node] || free[node] < size);
    free[node] -= size;
    const auto vcpus = static_cast<unsigned>(1 + dice.below(8));
    cluster.vms.push_back({node, size, vcpus, vcpus * 0.6 * dice.share()});
  }
  return cluster;
}

model::Fleet fleet_of(const Cluster& cluster) {
  model::Fleet fleet;
  for (std::size_t n = 0; n < cluster.nodes.size(); ++n) {
    model::Node node;
    node.name = NodeName(name('n', n));
    node.hypervisor = model::Hypervisor::qemu;
    node.hypervisor_version = {7, 2, 22};
    node.libvirt_version = {9, 0, 0};
    node.host_uuid = name('h', n);
    node.memory_total = mib(cluster.nodes[n].memory);
    node.memory_capacity = mib(cluster.nodes[n].memory - node_reserve);
    node.cpus = cluster.nodes[n].cpus;
    node.link = Bandwidth{1.25e9};
    node.emulators = {"/usr/bin/qemu-system-x86_64"};
    node.machines = {"q35"};
    node.bridges = {"br0"};
    node.labels = {{"rack", label(n, 8)}};
    fleet.nodes.push_back(std::move(node));
  }
  for (std::size_t v = 0; v < cluster.vms.size(); ++v) {
    const auto& row = cluster.vms[v];
    model::Vm vm;
    vm.name = VmName(name('v', v));
    vm.uuid = VmUuid(fmt::format("00000000-0000-4000-8000-{:012}", v));
    vm.node = NodeName(name('n', row.node));
    vm.state = model::VmState::running;
    vm.memory = mib(row.memory);
    vm.vcpus = row.vcpus;
    vm.cpu_used = row.busy_cpus;
    vm.machine = "q35";
    vm.emulator = "/usr/bin/qemu-system-x86_64";
    vm.bridges = {"br0"};
    fleet.vms.push_back(std::move(vm));
  }
  return model::sorted(std::move(fleet));
}

Cluster moved(Cluster cluster, const model::Fleet& fleet) {
  // Names carry their numbers.
  const auto number = [](const std::string& name) { return std::stoul(name.substr(1)); };
  for (const auto& vm : fleet.vms) cluster.vms[number(vm.name.str())].node = number(vm.node.str());
  return cluster;
}

model::Fleet with_rules(model::Fleet fleet) {
  std::vector<std::vector<VmUuid>> by_rack(2);
  for (std::size_t v = 0; v + 5 < fleet.vms.size(); v += 12) {
    // Those of one pair stand on different nodes already, most of them being far apart in the order by node.
    const auto& one = fleet.vms[v];
    const auto& other = fleet.vms[(v + fleet.vms.size() / 2) % fleet.vms.size()];
    if (one.node != other.node) {
      model::Rule rule;
      rule.kind = model::RuleKind::apart;
      rule.name = fmt::format("apart {}", v);
      rule.vms = {one.uuid, other.uuid};
      fleet.rules.push_back(std::move(rule));
    }
    for (const auto offset : {2, 5}) {
      const auto& vm = fleet.vms[v + static_cast<std::size_t>(offset)];
      const auto* node = model::find_node(fleet, vm.node);
      by_rack[node->labels.at("rack") < "4" ? 0 : 1].push_back(vm.uuid);
    }
  }
  for (std::size_t half = 0; half < by_rack.size(); ++half) {
    model::Rule rule;
    rule.kind = model::RuleKind::only_on;
    rule.name = fmt::format("half {}", half);
    rule.vms = by_rack[half];
    rule.label = "rack";
    for (std::size_t rack = 4 * half; rack < 4 * half + 4; ++rack) rule.values.push_back(label(rack, 8));
    fleet.rules.push_back(std::move(rule));
  }
  return fleet;
}

std::string ganeti_text(const Cluster& cluster) {
  constexpr auto group = "11111111-1111-4111-8111-111111111111";
  std::vector<std::uint64_t> free;
  for (const auto& node : cluster.nodes) free.push_back(node.memory - node_reserve);
  for (const auto& vm : cluster.vms) free[vm.node] -= vm.memory;
  std::string text = fmt::format("all|{}|preferred||\n\n", group);
  const auto to = std::back_inserter(text);
  for (std::size_t n = 0; n < cluster.nodes.size(); ++n)
    fmt::format_to(to, "{}|{}|{}|{}|1000000|1000000|{}|N|{}\n", name('n', n), cluster.nodes[n].memory,
                   node_reserve, free[n], cluster.nodes[n].cpus, group);
  text += '\n';
  for (std::size_t v = 0; v < cluster.vms.size(); ++v) {
    const auto& vm = cluster.vms[v];
    fmt::format_to(to, "{}|{}|0|{}|running|Y|{}||ext||1|-\n", name('v', v), vm.memory, vm.vcpus,
                   name('n', vm.node));
  }
  return text + "\n\n\n";
}

}  // namespace haxen::bench
