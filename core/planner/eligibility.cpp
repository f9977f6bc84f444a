// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the checks behind eligibility, one by one.
#include "planner/eligibility.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "planner/storage.hpp"

namespace haxen::planner {
namespace {

using model::Blocker;
using model::Reason;

/// The findings about one VM (and one node, if any), in the order of the checks.
class Findings {
 public:
  Findings(const model::Vm& vm, std::optional<NodeName> node) : vm_(vm), node_(std::move(node)) {}
  void add(Reason reason, std::string detail) {
    all_.push_back({reason, vm_.uuid, node_, std::move(detail)});
  }
  std::vector<Blocker> take() { return std::move(all_); }

 private:
  const model::Vm& vm_;
  std::optional<NodeName> node_;
  std::vector<Blocker> all_;
};

Reason reason_of(model::HindranceKind kind) {
  switch (kind) {
    case model::HindranceKind::host_device: return Reason::host_device;
    case model::HindranceKind::snapshot: return Reason::snapshot;
    case model::HindranceKind::checkpoint: return Reason::checkpoint;
    case model::HindranceKind::block_job: return Reason::block_job;
    case model::HindranceKind::virtiofs: return Reason::virtiofs;
    case model::HindranceKind::shared_memory: return Reason::shared_memory;
    case model::HindranceKind::transient_disk: return Reason::transient_disk;
    case model::HindranceKind::tpm_state: return Reason::tpm_state;
    case model::HindranceKind::nvram_state: return Reason::nvram_state;
    case model::HindranceKind::managed_save: return Reason::managed_save;
    case model::HindranceKind::cpu_invtsc: return Reason::cpu_invtsc;
    case model::HindranceKind::pinned: return Reason::pinned;
    case model::HindranceKind::storage_unread: return Reason::definition_unread;
    case model::HindranceKind::too_busy: return Reason::too_busy;
  }
  return Reason::definition_unread;
}

std::string_view phrase(model::VmState state) {
  switch (state) {
    case model::VmState::unknown: return "state unknown";
    case model::VmState::running: return "running";
    case model::VmState::blocked_on_io: return "blocked on I/O";
    case model::VmState::paused: return "paused";
    case model::VmState::shutting_down: return "shutting down";
    case model::VmState::shut_off: return "shut off";
    case model::VmState::crashed: return "crashed";
    case model::VmState::suspended: return "suspended";
  }
  return "state unknown";
}

std::string_view phrase(model::Hypervisor kind) {
  switch (kind) {
    case model::Hypervisor::unknown: return "unknown";
    case model::Hypervisor::qemu: return "qemu";
    case model::Hypervisor::xen: return "xen";
    case model::Hypervisor::test: return "test";
  }
  return "unknown";
}

std::string_view phrase(model::JobKind kind) {
  switch (kind) {
    case model::JobKind::migration_out: return "a migration away";
    case model::JobKind::migration_in: return "a migration to here";
    case model::JobKind::other: return "another job";
  }
  return "another job";
}

std::string text(const model::Version& version) {
  if (version == model::Version{}) return "an unknown version";
  return fmt::format("{}.{}.{}", version.major, version.minor, version.micro);
}

void check_permission(const model::Node& target, Findings& found) {
  if (!target.may_migrate) found.add(Reason::target_not_permitted, target.name.str());
}

void check_cordon(const model::Node& target, Findings& found) {
  if (model::is_cordoned(target)) found.add(Reason::cordoned, target.mark->reason);
}

model::CpuFit cpu_fit(const model::Vm& vm, const model::Node& target) {
  const auto known = target.cpu_fit.find(vm.cpu);
  return known == target.cpu_fit.end() ? model::CpuFit::unknown : known->second;
}

// A node that fits what the VM's CPU asks for was asked with its emulator and machine type; they may stand in
// none of the node's own lists.
void check_machine(const model::Vm& vm, const model::Node& target, Findings& found) {
  const auto fit = cpu_fit(vm, target);
  if (!vm.cpu.empty() && fit == model::CpuFit::fit) return;
  if (!vm.cpu.empty()) found.add(fit == model::CpuFit::unfit ? Reason::cpu_unfit : Reason::cpu_unknown, {});
  if (!vm.machine.empty() && !target.machines.contains(vm.machine))
    found.add(Reason::machine_unfit, vm.machine);
  if (!vm.emulator.empty() && !target.emulators.contains(vm.emulator))
    found.add(Reason::emulator_missing, vm.emulator);
}

void check_hypervisor(const model::Node& source, const model::Node& target, Findings& found) {
  if (source.hypervisor == target.hypervisor && source.hypervisor != model::Hypervisor::unknown) return;
  found.add(Reason::hypervisor_differs,
            fmt::format("{} to {}", phrase(source.hypervisor), phrase(target.hypervisor)));
}

void check_networks(const model::Vm& vm, const model::Node& target, Findings& found) {
  for (const auto& bridge : vm.bridges)
    if (!target.bridges)
      found.add(Reason::bridge_missing, bridge + ": bridges unknown");
    else if (!target.bridges->contains(bridge))
      found.add(Reason::bridge_missing, bridge);
  for (const auto& network : vm.networks)
    if (!target.networks.contains(network)) found.add(Reason::network_missing, network);
}

void check_disks(const model::Vm& vm, const model::Node& source, const model::Node& target, LocalDisks local,
                 Findings& found) {
  for (const auto& disk : vm.disks)
    if (auto objection = disk_objection(disk, vm, source, target, local))
      found.add(objection->reason, fmt::format("{}: {}", disk.target, objection->detail));
}

void check_version(const model::Node& source, const model::Node& target, Findings& found) {
  const auto& from = source.hypervisor_version;
  const auto& to = target.hypervisor_version;
  const bool known = from != model::Version{} && to != model::Version{};
  if (!known || to < from) found.add(Reason::older_hypervisor, fmt::format("{} to {}", text(from), text(to)));
}

void check_host(const model::Node& source, const model::Node& target, Findings& found) {
  if (source.host_uuid.empty() || target.host_uuid.empty())
    found.add(Reason::duplicate_host, "host UUID unknown");
  else if (source.host_uuid == target.host_uuid)
    found.add(Reason::duplicate_host, target.host_uuid);
}

}  // namespace

std::vector<Blocker> hindrances(const model::Vm& vm, const model::Node& source) {
  Findings found(vm, std::nullopt);
  for (const auto& hindrance : vm.hindrances) found.add(reason_of(hindrance.kind), hindrance.detail);
  if (!model::is_running(vm.state) && vm.state != model::VmState::shut_off)
    found.add(Reason::not_running, std::string(phrase(vm.state)));
  if (vm.job) found.add(Reason::job_under_way, std::string(phrase(vm.job->kind)));
  if (!source.may_migrate) found.add(Reason::source_not_permitted, source.name.str());
  return found.take();
}

std::vector<Blocker> obstacles(const model::Vm& vm, const model::Node& source, const model::Node& target,
                               LocalDisks local) {
  Findings found(vm, target.name);
  if (source.name == target.name) {
    found.add(Reason::same_node, {});
    return found.take();
  }
  check_cordon(target, found);
  check_permission(target, found);
  check_hypervisor(source, target, found);
  check_machine(vm, target, found);
  check_networks(vm, target, found);
  check_disks(vm, source, target, local, found);
  check_version(source, target, found);
  check_host(source, target, found);
  return found.take();
}

std::vector<Blocker> demands(const model::Vm& vm, const model::Node& node) {
  Findings found(vm, node.name);
  check_cordon(node, found);
  check_permission(node, found);
  check_machine(vm, node, found);
  check_networks(vm, node, found);
  for (const auto& disk : vm.disks)
    if (const auto reason = objection_to_new(disk, node))
      found.add(*reason, fmt::format("{}: {}", disk.target, disk.source));
  return found.take();
}

std::vector<Blocker> collisions(const model::Fleet& fleet, const model::Vm& vm, const NodeName& target) {
  Findings found(vm, target);
  for (const auto& other : fleet.vms) {
    if (other.node != target) continue;
    if (other.uuid == vm.uuid && !is_receiving(other))
      found.add(Reason::already_there, std::string(phrase(other.state)));
    if (other.uuid != vm.uuid && other.name == vm.name) found.add(Reason::name_taken, other.uuid.str());
  }
  return found.take();
}

}  // namespace haxen::planner
