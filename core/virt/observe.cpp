// SPDX-License-Identifier: GPL-2.0-or-later
// Knows libvirt's calls about the node itself.
#include "virt/observe.hpp"

#include <array>
#include <cstring>

#include "virt/handle.hpp"
#include "virt/marks.hpp"
#include "virt/node_xml.hpp"
#include "virt/vm_list.hpp"

namespace haxen::virt {

namespace {

model::Version version_of(unsigned long packed) {
  const auto number = static_cast<unsigned>(packed);
  return {number / 1'000'000, number / 1'000 % 1'000, number % 1'000};
}

template <class Call>
model::Version asked_version(Call call) {
  unsigned long packed = 0;
  if (call(&packed) == 0) return version_of(packed);
  take_complaint();
  return {};
}

Result<void> read_size(const Session& session, model::Node& node) {
  virNodeInfo size{};
  if (virNodeGetInfo(session.connection, &size) < 0) return failed("cannot read its size");
  node.memory_total = kib(size.memory);
  node.cpus = size.cpus;
  return {};
}

struct Memory {
  std::optional<Bytes> total{};
  std::optional<Bytes> free{};
};

/// Free memory is also what the kernel would give back: buffers and page cache. Too much where guests' memory
/// is shared (memfd), which the kernel counts as cache too.
Memory measured_memory(const Session& session) {
  Memory memory;
  int count = 0;
  if (virNodeGetMemoryStats(session.connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, nullptr, &count, 0) < 0 ||
      count <= 0) {
    take_complaint();
    return memory;
  }
  std::vector<virNodeMemoryStats> fields(static_cast<std::size_t>(count));
  if (virNodeGetMemoryStats(session.connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, fields.data(), &count, 0) <
      0) {
    take_complaint();
    return memory;
  }
  for (const auto& field : fields) {
    if (std::strcmp(field.field, VIR_NODE_MEMORY_STATS_TOTAL) == 0) memory.total = kib(field.value);
    for (const auto* name :
         {VIR_NODE_MEMORY_STATS_FREE, VIR_NODE_MEMORY_STATS_BUFFERS, VIR_NODE_MEMORY_STATS_CACHED}) {
      if (std::strcmp(field.field, name) == 0) memory.free = memory.free.value_or(Bytes{}) + kib(field.value);
    }
  }
  return memory;
}

std::optional<CpuClock> read_clock(const Session& session) {
  int count = 0;
  if (virNodeGetCPUStats(session.connection, VIR_NODE_CPU_STATS_ALL_CPUS, nullptr, &count, 0) < 0 ||
      count <= 0) {
    take_complaint();
    return std::nullopt;
  }
  std::vector<virNodeCPUStats> fields(static_cast<std::size_t>(count));
  CpuClock clock{std::chrono::steady_clock::now(), 0};
  if (virNodeGetCPUStats(session.connection, VIR_NODE_CPU_STATS_ALL_CPUS, fields.data(), &count, 0) < 0) {
    take_complaint();
    return std::nullopt;
  }
  for (const auto& field : fields) {
    const bool busy = std::strcmp(field.field, VIR_NODE_CPU_STATS_USER) == 0 ||
                      std::strcmp(field.field, VIR_NODE_CPU_STATS_KERNEL) == 0;
    if (busy) clock.busy += field.value;
  }
  return clock;
}

std::optional<std::set<std::string>> bridges(const Session& session) {
  // Top-level interfaces of the host: its bridges, and those that are part of none (udev backend, 9.0.0).
  // Network node devices would list the rest, but no bridges.
  const auto list = listed<HostInterface>("cannot list interfaces", [&](virInterfacePtr** array) {
    return virConnectListAllInterfaces(session.connection, array, VIR_CONNECT_LIST_INTERFACES_ACTIVE);
  });
  if (!list) return std::nullopt;
  std::set<std::string> names;
  for (const auto& interface : *list) names.insert(virInterfaceGetName(interface.get()));
  return names;
}

std::set<std::string> networks(const Session& session) {
  const auto list = listed<Network>("cannot list networks", [&](virNetworkPtr** array) {
    return virConnectListAllNetworks(session.connection, array, VIR_CONNECT_LIST_NETWORKS_ACTIVE);
  });
  std::set<std::string> names;
  if (!list) return names;
  for (const auto& network : *list) names.insert(virNetworkGetName(network.get()));
  return names;
}

std::vector<model::StoragePool> pools(const Session& session) {
  const auto list = listed<Pool>("cannot list pools", [&](virStoragePoolPtr** array) {
    return virConnectListAllStoragePools(session.connection, array, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);
  });
  std::vector<model::StoragePool> result;
  if (!list) return result;
  for (const auto& each : *list) {
    const auto xml = text_of("cannot read a pool", virStoragePoolGetXMLDesc(each.get(), 0));
    if (auto pool = xml ? read_pool(*xml) : std::nullopt) result.push_back(std::move(*pool));
  }
  return result;
}

void learn_capabilities(Session& session, model::Node& node) {
  const auto xml = text_of("cannot read its capabilities", virConnectGetCapabilities(session.connection));
  if (!xml) return;
  auto reading = read_capabilities(*xml);
  node.host_uuid = std::move(reading.host_uuid);
  node.emulators = std::move(reading.emulators);
  node.machines = std::move(reading.machines);
  session.host_cpu = std::move(reading.host_cpu);
}

Capabilities capabilities(const Session& session, bool marks) {
  Capabilities result;
  const bool qemu = session.hypervisor == model::Hypervisor::qemu;
  result.live_migration = qemu || session.hypervisor == model::Hypervisor::xen;
  result.peer_to_peer = result.live_migration;
  result.abort_job = qemu;
  result.job_statistics = qemu;
  result.downtime_limit = qemu;
  result.marks = marks && !session.read_only;
  return result;
}

/// A definition that runs here shows that its emulator and machine type are here, also outside the usual
/// paths.
void learn_from(const std::vector<model::Vm>& vms, model::Node& node) {
  for (const auto& vm : vms) {
    if (!model::is_active(vm.state)) continue;
    if (!vm.emulator.empty()) node.emulators.insert(vm.emulator);
    if (!vm.machine.empty()) node.machines.insert(vm.machine);
  }
}

}  // namespace

Result<Observation> observe(Session& session) {
  Observation seen;
  auto& node = seen.node;
  node.name = session.endpoint.name;
  node.hypervisor = session.hypervisor;
  if (auto size = read_size(session, node); !size) return tl::unexpected(size.error());
  if (!session.node_clock) session.node_clock = read_clock(session);
  node.hypervisor_version =
      asked_version([&](unsigned long* to) { return virConnectGetVersion(session.connection, to); });
  node.libvirt_version =
      asked_version([&](unsigned long* to) { return virConnectGetLibVersion(session.connection, to); });
  learn_capabilities(session, node);
  const auto mark = read_mark(session);
  if (mark) node.mark = *mark;
  const auto memory = measured_memory(session);
  node.memory_free = memory.free;
  // The size that a node tells of itself leaves out what was plugged in after it booted (9.0.0).
  if (memory.total && *memory.total > node.memory_total) node.memory_total = *memory.total;
  node.memory_capacity = node.memory_total;
  node.bridges = bridges(session);
  node.networks = networks(session);
  node.pools = pools(session);
  auto vms = list_vms(session);
  if (!vms) return tl::unexpected(vms.error());
  for (auto& [vm, statement, xml] : *vms) {
    if (statement != model::Statement{}) seen.statements.emplace(vm.uuid, std::move(statement));
    if (!xml.empty()) seen.texts.emplace(vm.uuid, std::move(xml));
    seen.vms.push_back(std::move(vm));
  }
  learn_from(seen.vms, node);
  node.may_migrate = !session.read_only && may_migrate(session);
  node.cpu_used = update(session.node_clock, read_clock(session));
  seen.capabilities = capabilities(session, mark.has_value());
  return seen;
}

}  // namespace haxen::virt
