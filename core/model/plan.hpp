// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a plan: moves in an order that holds at every step, and what stands in the way of the others.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/duration.hpp"
#include "base/names.hpp"
#include "model/mark.hpp"
#include "model/vm.hpp"

namespace haxen::model {

/// Why a VM cannot go to a node, or from its own.
enum class Reason {
  // the VM, wherever to
  host_device,
  snapshot,
  checkpoint,
  block_job,
  virtiofs,
  shared_memory,
  transient_disk,
  tpm_state,
  nvram_state,
  managed_save,
  cpu_invtsc,
  pinned,
  too_busy,  ///< detail: how fast it writes its memory, and what pause it would take
  definition_unread,
  not_running,    ///< paused, suspended, crashing: nothing that a live migration could carry safely
  job_under_way,  ///< somebody else's job holds it
  source_not_permitted,
  active_elsewhere,     ///< of a shut-off definition: the VM runs on another node, this is a left-over
  definition_in_doubt,  ///< off, on a node that comes back: whether its VM is kept elsewhere is not proven
  active_twice,  ///< the same UUID holds memory on two nodes: nothing may move it before that is understood
  // the pair
  same_node,
  target_unreachable,
  cordoned,
  target_not_permitted,
  not_enough_memory,
  cpu_unfit,
  cpu_unknown,
  hypervisor_differs,
  machine_unfit,
  emulator_missing,
  bridge_missing,
  network_missing,
  disk_not_proven,
  disk_not_copied,   ///< it is local, and of a kind whose contents are not copied
  medium_not_there,  ///< in the drive; detail: "sda: /isos/debian.iso"
  image_missing,     ///< where a new VM is to have its disk
  image_not_there,   ///< local and read-only: such an image is not copied
  image_exists,      ///< at the target, where its copy would have to be made
  not_enough_storage,
  older_hypervisor,
  duplicate_host,
  not_in_ledger,      ///< of a lost node's VM: nobody has kept its definition
  lost_node_answers,  ///< of a VM that was to be started in its place
  already_there,      ///< the target has a definition with this UUID
  name_taken,         ///< the target has another VM of this name
  not_enough_cpus,    ///< beyond the target's limit of virtual CPUs
  rule,               ///< detail: the rule's name
  // the plan itself, found by its audit
  not_at_source,  ///< the VM is not where the plan takes it from
  order_broken,  ///< a move waits for itself, for one that does not exist, or runs beside another of the same
                 ///< VM
  // the whole
  no_target,        ///< every node refuses it; the reasons per node are listed with it
  excluded_target,  ///< the operator named other targets
};

/// One thing in the way. Without `node` it holds wherever the VM would go.
struct Blocker {
  Reason reason{};
  VmUuid vm;
  std::optional<NodeName> node;
  std::string detail;  ///< the particulars: "br7", "needs 2.0 GiB, 1.2 GiB left"
  friend bool operator==(const Blocker&, const Blocker&) = default;
};

enum class MoveKind {
  migrate,  ///< live
  adopt,    ///< a migration that is under way already: followed, not started
  define,   ///< a VM that is off: its definition goes, nothing else
};

/// A disk on storage of its node's own, whose contents go along.
struct DiskCopy {
  std::string target;  ///< the guest's name for it: "vda"
  std::string path;    ///< the same at both ends
  std::string format;  ///< "raw" or "qcow2"
  Bytes capacity{};
  Bytes bytes{};                     ///< to be sent at most, before what the guest writes meanwhile
  bool flattened = false;            ///< the images that it stands on become part of the copy
  std::optional<Bytes> available{};  ///< what the target's file system had left when it was asked
  friend bool operator==(const DiskCopy&, const DiskCopy&) = default;
};

struct Move {
  VmUuid vm;
  NodeName from;
  NodeName to;
  MoveKind kind = MoveKind::migrate;
  Bytes memory{};  ///< footprint, booked at the target from the start of the move
  std::vector<std::size_t>
      after{};  ///< indices of the moves that must have ended well before this one starts
  std::optional<Seconds> expected_time{};  ///< unknown without a link rate
  std::optional<Seconds> expected_outage{};
  std::optional<unsigned> expected_rounds{};  ///< over its memory; unknown unless its dirty rate was measured
  std::vector<DiskCopy> copies{};
  friend bool operator==(const Move&, const Move&) = default;
};

/// What its disks add to the memory that has to be sent.
inline Bytes storage(const Move& move) {
  Bytes sum{};
  for (const auto& copy : move.copies) sum += copy.bytes;
  return sum;
}

enum class RelaxationKind {
  more_memory,  ///< `memory` more on `node` would make room for `vm`
  more_cpus,    ///< `cpus` more virtual CPUs allowed on `node`
  drop_rule,    ///< `rule` not holding for `vm` and `node`
  shut_down,    ///< `vm` shut down
  uncordon,     ///< `node` taking VMs again
};

/// One change with which a VM that has no target would find one, by itself or with the others of its way.
struct Relaxation {
  RelaxationKind kind{};
  VmUuid vm;
  std::optional<NodeName> node;
  Bytes memory{};
  unsigned cpus = 0;
  std::string rule;
  std::vector<VmUuid> company{};  ///< of a rule that keeps apart: whom `vm` would meet on `node`
  unsigned way = 0;               ///< the changes of one VM and way are needed together
  friend bool operator==(const Relaxation&, const Relaxation&) = default;
};

/// A VM that cannot move and, at the operator's word, is asked to shut down where it is. Its definition stays
/// there.
struct ShutDown {
  VmUuid vm;
  NodeName node;
  friend bool operator==(const ShutDown&, const ShutDown&) = default;
};

enum class StartKind {
  first,    ///< of a VM that is new
  restart,  ///< of one that ran on a node that is dead: `vm.origin` is its home from now on
  rehome,   ///< of one that was off on such a node: it is defined, and stays off
};

/// A VM of which no node knows: its definition is put on a node, and it is started there.
struct Start {
  Vm vm;                    ///< `vm.node` is where
  std::string definition;   ///< domain XML, which says the same
  bool is_defined = false;  ///< there already, by a run that was cut short
  StartKind kind = StartKind::first;
  NodeName lost{};          ///< of another than a first start: the node that it was on
  bool is_partial = false;  ///< a copy is there that lacks memory for good, and is ended first
  friend bool operator==(const Start&, const Start&) = default;
};

/// A definition that goes before the first move, since its VM is kept elsewhere.
struct Purge {
  VmUuid vm;
  NodeName node;
  NodeName kept_on;
  friend bool operator==(const Purge&, const Purge&) = default;
};

/// A VM that a rebalance leaves where it is for now, because it was moved a short while ago.
struct Rest {
  VmUuid vm;
  WallTime until{};
  friend bool operator==(const Rest&, const Rest&) = default;
};

/// How well a fleet stands: the parts of its score, and what comes before the score.
struct Standing {
  double memory = 0;
  double vcpus = 0;
  double busy_cpus = 0;
  /// VMs that the loss of their node would leave without a place; unknown where nobody asked.
  std::optional<std::size_t> stranded{};
  friend bool operator==(const Standing&, const Standing&) = default;
};

struct Plan {
  std::vector<Move> moves;
  std::vector<ShutDown> shut_downs;     ///< after all moves
  std::vector<Blocker> blockers;        ///< of VMs that should move, or start, and cannot
  std::vector<Relaxation> relaxations;  ///< each way on its own would help one of them; cheapest first
  std::vector<Rest> resting{};          ///< by node and name; those outside the selection are not among them
  std::optional<double> score_before{};
  std::optional<double> score_after{};
  std::optional<Standing> standing_before{};
  std::optional<Standing> standing_after{};
  std::optional<Seconds> expected_time{};
  std::optional<Seconds> lower_bound{};  ///< the busiest directed link's data over its rate
  /// VMs that the loss of one more node would leave without a place; none: not looked at.
  std::optional<std::size_t> exposed{};
  std::vector<Start> starts{};  ///< in the order in which they start, on one node
  std::vector<Purge> purges{};
  /// Nodes that have let no VM start since their last boot, and do once all purges are done.
  std::vector<NodeName> admitted{};
  friend bool operator==(const Plan&, const Plan&) = default;
};

}  // namespace haxen::model
