// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what a VM is, as far as moving it goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/mark.hpp"

namespace haxen::model {

enum class VmState { unknown, running, blocked_on_io, paused, shutting_down, shut_off, crashed, suspended };

/// Holds memory on its node: runs, or is paused with its memory kept.
inline bool is_active(VmState state) { return state != VmState::shut_off && state != VmState::crashed; }

/// Its guest is not held: it runs, or waits for its disks.
inline bool is_running(VmState state) { return state == VmState::running || state == VmState::blocked_on_io; }

enum class DiskKind { network, volume, block, file, empty };

struct Disk {
  DiskKind kind = DiskKind::empty;
  std::string target;  ///< the guest's name for it: "vda"
  std::string source;  ///< path, or protocol and name; empty for an empty drive
  std::string format;  ///< "raw", "qcow2"; empty when the definition does not say
  bool read_only = false;
  bool cdrom = false;
  std::optional<Bytes> capacity{};  ///< what the guest sees; told only of a running VM's files
  std::optional<Bytes> stored{};    ///< what the image and all that it stands on take up
  bool layered = false;             ///< it stands on other images
  std::string uncopyable{};         ///< why its contents cannot go along: "encrypted"; empty where they can
  friend bool operator==(const Disk&, const Disk&) = default;
};

/// What in a VM's own definition or state keeps it from moving, wherever to.
enum class HindranceKind {
  host_device,  ///< PCI, USB or mdev device of the host
  snapshot,     ///< libvirt refuses to migrate a VM that has snapshots
  checkpoint,
  block_job,
  virtiofs,       ///< a directory of the host shared into the guest
  shared_memory,  ///< shmem device
  transient_disk,
  tpm_state,       ///< TPM state that would be left behind
  nvram_state,     ///< firmware variables that would be left behind
  managed_save,    ///< a saved state that would be left behind
  cpu_invtsc,      ///< invariant TSC without a fixed frequency
  pinned,          ///< CPUs, NUMA nodes or huge pages tied to this host
  storage_unread,  ///< its definition could not be understood
  too_busy,        ///< it was seen to write its memory faster than it could be moved within its outage budget
};

struct Hindrance {
  HindranceKind kind{};
  std::string detail;  ///< which: "0000:03:00.0", "snapshot 'before-upgrade'"
  friend bool operator==(const Hindrance&, const Hindrance&) = default;
};

enum class JobKind { migration_out, migration_in, other };

/// Something libvirt is doing with the VM right now.
struct Job {
  JobKind kind = JobKind::other;
  friend bool operator==(const Job&, const Job&) = default;
};

/// When a VM that moves begins to run at its target.
enum class HandOver {
  fast,       ///< as soon as its memory is there; the source's daemon ends its copy at the same time
  confirmed,  ///< once the source is proven to have none any more: it waits, paused, for whoever moves it
};

/// What this VM's owner allows. Durations and flags come from the fleet file or the VM's own metadata.
struct Policy {
  Milliseconds outage_budget{250};
  bool may_throttle = false;
  bool may_postcopy = false;
  bool may_shut_down = false;
  int priority = 0;  ///< higher is served first
  HandOver hand_over = HandOver::fast;
  friend bool operator==(const Policy&, const Policy&) = default;
};

/// What a move wrote into the VM's metadata before it began, so that any later run can finish or undo it.
struct PendingMove {
  OperationId operation;
  NodeName from;
  NodeName to;
  Milliseconds former_downtime{};  ///< the VM's own downtime limit
  bool autostart = false;
  std::vector<std::string>
      images{};  ///< paths of images made for it at `to`: useless there unless it ends well
  HandOver hand_over = HandOver::fast;  ///< confirmed: what is paused at `to` waits for that and nothing else
  friend bool operator==(const PendingMove&, const PendingMove&) = default;
};

struct Vm {
  VmUuid uuid;
  VmName name;
  NodeName node;
  VmState state = VmState::unknown;
  Bytes memory{};                         ///< the maximum it may ever hold
  Bytes overhead{};                       ///< what its hypervisor process holds beside that
  std::optional<Bytes> memory_used{};     ///< of its memory, what its node has had to give it so far
  std::optional<Bandwidth> dirty_rate{};  ///< of its memory, what changes; only where it was measured
  unsigned vcpus = 0;
  std::optional<double> cpu_used{};  ///< busy CPUs
  bool persistent = true;
  bool autostart = false;

  std::optional<NodeName> origin;   ///< the node it was first moved away from
  std::optional<WallTime> moved{};  ///< when it last was brought to another node, if haxen did
  std::optional<PendingMove> pending;
  std::optional<Job> job;
  bool torn = false;  ///< its post-copy broke off: a part of its memory is at the other end
  Policy policy;

  std::string arch;
  std::string machine;
  std::string emulator;
  std::string cpu;  ///< key into Node::cpu_fit; empty: fits everywhere
  std::vector<std::string> bridges;
  std::vector<std::string> networks;
  std::vector<Disk> disks;
  std::vector<Hindrance> hindrances;

  friend bool operator==(const Vm&, const Vm&) = default;
};

/// The sending end of a migration.
inline bool is_sending(const Vm& vm) { return vm.job && vm.job->kind == JobKind::migration_out; }
/// The receiving end of one: with its sender it would end.
inline bool is_receiving(const Vm& vm) { return vm.job && vm.job->kind == JobKind::migration_in; }

/// What it takes from its node's capacity.
inline Bytes footprint(const Vm& vm) { return vm.memory + vm.overhead; }

}  // namespace haxen::model
