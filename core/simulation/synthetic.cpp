// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to invent a fleet: services first, then nodes to hold them, then who is where, then the rules.
#include "simulation/synthetic.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <set>
#include <string_view>

#include "simulation/dice.hpp"
#include "virt/overhead.hpp"

namespace haxen::simulation {

namespace {

constexpr double filled = 0.7;  ///< of all memory
constexpr unsigned rack_size = 8;
constexpr unsigned fewest_for_generations = 8;
constexpr auto usual_cpu = "cpu-2018";
constexpr auto newer_cpu = "cpu-2022";
constexpr std::array<std::string_view, 12> trades = {"web",   "db",    "mail",  "cache", "build",  "app",
                                                     "queue", "files", "proxy", "ldap",  "backup", "test"};

/// What the VMs of one service have in common.
struct Service {
  std::string name;
  std::vector<std::size_t> vms;
};

class Inventor {
 public:
  Inventor(FleetSize size, std::uint64_t seed) : size_(size), dice_(seed) {}

  model::Fleet invent() {
    found_services();
    build_nodes();
    settle_vms();
    for (const auto& service : services_) make_rule(service);
    return model::sorted(std::move(fleet_));
  }

 private:
  void found_services() {
    while (fleet_.vms.size() < size_.vms) {
      Service service;
      service.name = fmt::format("{}{}", trades.at(dice_.below(trades.size())), services_.size() + 1);
      const auto left = size_.vms - fleet_.vms.size();
      const auto count = std::min<std::size_t>(left, dice_.below(3) > 0 ? 1 : 2 + dice_.below(4));
      for (std::size_t i = 0; i < count; ++i) {
        service.vms.push_back(fleet_.vms.size());
        fleet_.vms.push_back(vm(fmt::format("{}-{}", service.name, i + 1)));
      }
      services_.push_back(std::move(service));
    }
  }

  std::string uuid() {
    const auto high = dice_.next();
    const auto low = dice_.next();
    return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                       high & 0xfffU, low >> 52U, low & 0xffffffffffffU);
  }

  /// Half of them below 3 GiB, in whole pages, each its own.
  Bytes memory() {
    constexpr double least = 512 * 256;
    auto pages = static_cast<std::uint64_t>(least * std::exp2(std::pow(dice_.share(), 1.6) * 7));
    while (!sizes_.insert(pages).second) ++pages;
    return kib(4 * pages);
  }

  model::Vm vm(const std::string& name) {
    model::Vm vm;
    vm.uuid = VmUuid(uuid());
    vm.name = VmName(name);
    vm.state = model::VmState::running;
    vm.memory = memory();
    const auto by_memory =
        std::log2(static_cast<double>(vm.memory.count) / static_cast<double>(mib(512).count));
    vm.vcpus = 1U << static_cast<unsigned>(std::min(4.0, by_memory * (0.4 + 0.4 * dice_.share())));
    vm.cpu_used = vm.vcpus * std::pow(dice_.share(), 2) * 0.8;
    vm.overhead = virt::qemu_overhead(vm.memory, vm.vcpus, mib(16));
    vm.autostart = dice_.below(4) > 0;
    vm.arch = "x86_64";
    vm.machine = "pc-q35-7.2";
    vm.emulator = "/usr/bin/qemu-system-x86_64";
    vm.cpu = usual_cpu;
    vm.bridges = {dice_.below(3) > 0 ? "br0" : "br1"};
    vm.disks = {{model::DiskKind::network, "vda", "rbd:vms/" + name, "raw", false, false}};
    if (dice_.below(50) == 0) vm.hindrances = {{model::HindranceKind::host_device, "0000:03:00.0"}};
    return vm;
  }

  void build_nodes() {
    const auto footprints = [](std::uint64_t sum, const model::Vm& vm) { return sum + footprint(vm).count; };
    const auto held = std::accumulate(fleet_.vms.begin(), fleet_.vms.end(), std::uint64_t{0}, footprints);
    // A third of the nodes is of the double size: 4/3 sizes each.
    const double usual = static_cast<double>(held) / filled / (size_.nodes * 4.0 / 3.0);
    const auto gibs =
        std::max<std::uint64_t>(16, static_cast<std::uint64_t>(usual / static_cast<double>(gib(1).count)));
    for (unsigned i = 0; i < size_.nodes; ++i) fleet_.nodes.push_back(node(i, i % 3 == 2 ? gibs * 2 : gibs));
    residents_.resize(fleet_.nodes.size());
    for (const auto& each : fleet_.nodes) free_.push_back(each.memory_capacity);
  }

  bool is_newer(unsigned index) const {
    return size_.nodes >= fewest_for_generations && index >= size_.nodes - size_.nodes / 4;
  }

  model::Node node(unsigned index, std::uint64_t gibs) {
    model::Node node;
    node.name = NodeName(fmt::format("node{:0{}}", index + 1, std::to_string(size_.nodes).size()));
    node.hypervisor = model::Hypervisor::qemu;
    node.hypervisor_version = {7, 2, 22};
    node.libvirt_version = {9, 0, 0};
    node.host_uuid = uuid();
    node.memory_total = gib(gibs);
    node.memory_capacity = node.memory_total - gib(2);
    node.cpus = 16U << (gibs >= 256 ? 1U : 0U);
    node.cpu_used = 0;
    node.link = Bandwidth{is_newer(index) ? 25e9 / 8 : 10e9 / 8};
    node.labels = {{"rack", fmt::format("r{}", index / rack_size + 1)}, {"psu", index % 2 == 0 ? "a" : "b"}};
    node.emulators = {"/usr/bin/qemu-system-x86_64"};
    node.machines = {"pc-q35-7.2", "q35"};
    node.bridges = {"br0", "br1"};
    node.networks = {"default"};
    node.cpu_fit[usual_cpu] = model::CpuFit::fit;
    node.cpu_fit[newer_cpu] = is_newer(index) ? model::CpuFit::fit : model::CpuFit::unfit;
    return node;
  }

  void settle_vms() {
    std::vector<std::size_t> service_of(fleet_.vms.size());
    for (std::size_t s = 0; s < services_.size(); ++s)
      for (const auto v : services_[s].vms) service_of[v] = s;
    std::vector<std::size_t> order(fleet_.vms.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t v) { return fleet_.vms[v].memory; });
    for (const auto v : order) settle(v, service_of[v]);
    for (std::size_t n = 0; n < fleet_.nodes.size(); ++n) {
      auto& node = fleet_.nodes[n];
      node.memory_free = free_[n] + gib(1);
    }
  }

  /// Nodes differ in how much they attract, so that the fleet is uneven as real ones are.
  void settle(std::size_t v, std::size_t service) {
    auto& vm = fleet_.vms[v];
    const auto n = pick(vm, service);
    auto& node = fleet_.nodes[n];
    if (footprint(vm) > free_[n]) {
      const auto more = gib((footprint(vm) - free_[n]).count / gib(1).count + 1);
      node.memory_total += more;
      node.memory_capacity += more;
      free_[n] += more;
    }
    free_[n] -= footprint(vm);
    residents_[n].insert(service);
    *node.cpu_used += *vm.cpu_used;
    vm.node = node.name;
    if (is_newer(static_cast<unsigned>(n)) && dice_.below(3) == 0) vm.cpu = newer_cpu;
  }

  /// Among a few taken by chance, one that has room and no VM of the service; or else the emptiest.
  std::size_t pick(const model::Vm& vm, std::size_t service) {
    constexpr int tries = 6;
    const auto count = fleet_.nodes.size();
    for (int i = 0; i < tries; ++i) {
      const auto n = static_cast<std::size_t>(std::pow(dice_.share(), 1.2) * static_cast<double>(count));
      if (footprint(vm) <= free_[n] && !residents_[n].contains(service)) return n;
    }
    const auto rank = [&](std::size_t n) { return std::pair(!residents_[n].contains(service), free_[n]); };
    std::size_t best = 0;
    for (std::size_t n = 1; n < count; ++n)
      if (rank(n) > rank(best)) best = n;
    return best;
  }

  const model::Node& home(std::size_t v) const { return *find_node(fleet_, fleet_.vms[v].node); }

  /// How many of the service's VMs are under the same value of the label at most; 1 node counts as a value.
  std::size_t most_under(const Service& service, const std::string& label) const {
    std::map<std::string, std::size_t> counts;
    std::size_t most = 0;
    for (const auto v : service.vms)
      most = std::max(most, ++counts[label.empty() ? home(v).name.str() : home(v).labels.at(label)]);
    return most;
  }

  /// Only what holds already is made a rule that must.
  void make_rule(const Service& service) {
    if (service.vms.size() < 2 || dice_.below(4) == 0) return;
    model::Rule rule;
    for (const auto v : service.vms) rule.vms.push_back(fleet_.vms[v].uuid);
    std::ranges::sort(rule.vms);
    rule.label = dice_.below(3) == 0 ? "rack" : "";
    const auto most = most_under(service, rule.label);
    rule.kind = most == 1 ? model::RuleKind::apart : model::RuleKind::at_most;
    rule.limit = static_cast<unsigned>(most);
    if (rule.kind == model::RuleKind::apart) rule.limit = 1;
    if (rule.kind == model::RuleKind::apart && dice_.below(4) == 0)
      rule.time = model::RuleTime::at_every_step;
    if (dice_.below(5) == 0) {
      rule.must = false;
      rule.kind = model::RuleKind::together;
      rule.label = "rack";
      rule.limit = 1;
      rule.time = model::RuleTime::at_the_end;
    }
    rule.name =
        fmt::format("{} {}", service.name, rule.kind == model::RuleKind::together ? "together" : "spread");
    fleet_.rules.push_back(std::move(rule));
  }

  FleetSize size_;
  Dice dice_;
  model::Fleet fleet_;
  std::vector<Service> services_;
  std::set<std::uint64_t> sizes_;
  std::vector<Bytes> free_;
  std::vector<std::set<std::size_t>> residents_;  ///< services, by node
};

}  // namespace

model::Fleet synthetic(FleetSize size, std::uint64_t seed) { return Inventor(size, seed).invent(); }

}  // namespace haxen::simulation
