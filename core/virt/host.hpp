// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what haxen can ask of a hypervisor's node: the seam between the real ones and the simulated.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "base/result.hpp"
#include "model/fleet.hpp"
#include "model/job_sample.hpp"
#include "model/mark.hpp"
#include "model/node.hpp"
#include "model/statement.hpp"
#include "model/vm.hpp"
#include "virt/notes.hpp"

namespace haxen::virt {

/// What this node's driver can do. A missing one is a value, not an error.
struct Capabilities {
  bool live_migration = false;
  bool peer_to_peer = false;
  bool abort_job = false;
  bool job_statistics = false;
  bool downtime_limit = false;
  bool marks = false;  ///< can hold a value-less secret
};

/// A node and its VMs as the node itself tells them. What the fleet file adds (name, cap, labels, policy) is
/// not in it.
struct Observation {
  model::Node node;
  std::vector<model::Vm> vms;
  Capabilities capabilities;
  model::Statements statements{};  ///< what the VMs' owners state in the VMs' metadata
  /// Each VM's domain XML: as it runs, or where it is off, as it would start. Without passwords; of a VM
  /// whose XML could not be read, none.
  std::map<VmUuid, std::string> texts{};
};

/// One VM at one node, asked for by UUID.
struct Presence {
  bool defined = false;  ///< false: this node does not know it, and the rest means nothing
  bool persistent = false;
  model::VmState state = model::VmState::unknown;
  bool paused_by_migration = false;  ///< state paused, reason migration
  /// Parts of its memory are at two nodes, and the stream between them broke: resumed, it would go on without
  /// them.
  bool postcopy_failed = false;
  bool incoming = false;  ///< a migration's receiving end that has not been resumed yet
  std::optional<model::Job> job;
};

struct MemoryUse {
  std::optional<Bytes> resident{};  ///< what the node has had to give its QEMU so far
  /// What of it changes in a second, measured over one second by sampling pages: what is written anew with
  /// the same contents counts as unchanged.
  std::optional<Bandwidth> dirty_rate{};
};

/// An image that is to be made, with nothing in it.
struct ImageOrder {
  std::string path;    ///< its folder has to be there
  std::string format;  ///< "raw" or "qcow2"
  Bytes capacity{};
};

/// A VM that a node is to know from now on.
struct Definition {
  model::Vm vm;     ///< what `xml` says of it
  std::string xml;  ///< of the domain
  Notes notes;      ///< are in it from the beginning
};

enum class Route {
  peer_to_peer,    ///< the source's daemon drives; it goes on when haxen dies
  managed_direct,  ///< haxen drives over its own two connections
};

struct MigrationRequest {
  VmUuid vm;
  NodeName to;
  Route route = Route::peer_to_peer;
  std::string peer_uri;       ///< how the source's daemon reaches the target's
  std::string migrate_uri;    ///< where the memory stream goes; empty lets libvirt choose
  bool persistent = true;     ///< as the domain is now: it ends up the same at the target
  bool tls = false;           ///< encrypt the memory stream
  bool may_throttle = false;  ///< the guest may be slowed down where it writes faster than is sent
  /// start_postcopy() may be called. Not with `held`; by the peers' route only: what drives it must not die.
  bool may_postcopy = false;
  bool held = false;  ///< it is left paused at the target, until it is resumed there
  std::vector<std::string>
      copied_disks;      ///< "vda": their contents go along, into images that are there already
  bool offline = false;  ///< the VM is off: only its definition goes
};

using model::JobSample;

/// One connection to one node. Every answer comes within the call's deadline, or is a fault of kind `late`;
/// after that the connection answers nothing any more and another one must be opened.
class Host {
 public:
  virtual ~Host() = default;

  virtual const NodeName& name() const = 0;

  virtual Task<Result<Observation>> observe() = 0;
  /// Whether this node can run what `cpu` (a Vm::cpu key that some node's observation held) asks for: the
  /// CPU, and with it the emulator, machine type and virtualization type. A fault of kind `missing` where the
  /// node lacks one of the latter.
  virtual Task<Result<model::CpuFit>> judge_cpu(std::string cpu) = 0;
  virtual Task<Result<Presence>> look(VmUuid vm) = 0;
  /// The domain XML of each of these VMs as it would start next, without passwords. What is not known here,
  /// or cannot be read, is not in the answer.
  virtual Task<Result<std::map<VmUuid, std::string>>> definitions(std::vector<VmUuid> vms) = 0;
  /// What each of these running VMs does with its memory; what cannot be told of one is not in the answer. It
  /// takes somewhat more than a second.
  virtual Task<Result<std::map<VmUuid, MemoryUse>>> memory_use(std::vector<VmUuid> vms) = 0;

  /// Where these running VMs can be reached: numeric addresses, the surest first (told by the guest's agent,
  /// then by the DHCP server of a libvirt network, then by the neighbours of the node and of this machine),
  /// no loopback and no link-local ones. A VM of which nothing is known is not in the answer.
  virtual Task<Result<std::map<VmUuid, std::vector<std::string>>>> addresses(std::vector<VmUuid> vms) = 0;

  /// The node's mark; none when it has none.
  virtual Task<Result<std::optional<model::Mark>>> read_mark() = 0;
  /// Sets the node's mark where it has none; a fault of kind `exists` otherwise: the test-and-set. Returns it
  /// with its id.
  virtual Task<Result<model::Mark>> place_mark(model::Mark mark) = 0;
  /// Rewrites the mark whose id it carries; `missing` when that one is gone.
  virtual Task<Result<void>> rewrite_mark(model::Mark mark) = 0;
  virtual Task<Result<void>> remove_mark(std::string id) = 0;

  virtual Task<Result<Notes>> read_notes(VmUuid vm) = 0;
  /// Live and persistent for a persistent VM, live for a transient one. Empty notes remove the element.
  virtual Task<Result<void>> write_notes(VmUuid vm, Notes notes) = 0;

  virtual Task<Result<Milliseconds>> downtime_limit(VmUuid vm) = 0;
  virtual Task<Result<void>> set_downtime_limit(VmUuid vm, Milliseconds limit) = 0;
  virtual Task<Result<bool>> autostart(VmUuid vm) = 0;
  virtual Task<Result<void>> set_autostart(VmUuid vm, bool on) = 0;

  /// What leads where, as far as this node's storage pools tell: a path whose folder is no pool's is unknown.
  virtual Task<Result<std::map<std::string, model::Image>>> find_images(std::vector<std::string> paths) = 0;
  /// Takes hardly any room until something is written to it. A fault of kind `exists` where anything is at
  /// the path.
  virtual Task<Result<void>> make_image(ImageOrder order) = 0;
  /// Also where there is none.
  virtual Task<Result<void>> remove_image(std::string path) = 0;

  /// Returns when the migration has ended; needs this connection for itself alone meanwhile. Has no deadline:
  /// whoever started it watches it through another connection and gives it up with abort_job, or by
  /// destroying this Host.
  virtual Task<Result<void>> migrate(MigrationRequest request) = 0;
  /// When the guest of the last migrate() was stopped here, after which its memory was sent to the end. None
  /// where the node does not tell of it.
  virtual std::optional<Time> guest_stopped() const { return std::nullopt; }
  /// From now on this connection notes when that VM begins to run here; `unsupported` where the node does not
  /// tell of it.
  virtual Task<Result<void>> watch_start(VmUuid vm) = 0;
  /// When the VM of the last watch_start() began to run; none as long as it has not.
  virtual std::optional<Time> guest_started() const { return std::nullopt; }
  virtual Task<Result<JobSample>> job(VmUuid vm) = 0;
  /// Not for a migration that may be switching over: its guest may stay stopped for good.
  virtual Task<Result<void>> abort_job(VmUuid vm) = 0;
  /// Lets the guest of a running migration that may do so go on at the target before all of its memory is
  /// there. From then on abort_job is refused, and a guest that loses either end, or the way between them,
  /// cannot run.
  virtual Task<Result<void>> start_postcopy(VmUuid vm) = 0;
  /// The downtime of the migration that ended last, asked at the target; none when it does not tell.
  virtual Task<Result<std::optional<Seconds>>> completed_downtime(VmUuid vm) = 0;

  /// Refuses a VM whose memory is not all here, see Presence::postcopy_failed.
  virtual Task<Result<void>> resume(VmUuid vm) = 0;
  /// Ends a copy that a migration has left paused here, at either end of it, or holds here by its notes for a
  /// confirmed hand-over, and its definition, as the migration's last step would have. For a VM that is
  /// proven to run elsewhere. Refuses one that is not paused, or for another reason.
  virtual Task<Result<void>> discard(VmUuid vm) = 0;
  /// Ends what is here of a VM whose memory will never all be here: the receiving end of a migration whose
  /// sender is proven dead, or an end whose post-copy broke off. Its definition, where it has one, stays.
  /// Refuses any other copy.
  virtual Task<Result<void>> destroy_partial(VmUuid vm) = 0;
  /// Removes the definition of a VM that is off, and nothing else of it, not its images, firmware variables
  /// or TPM state; also where it is not known. Refuses one that is active, or holds a saved state or
  /// snapshots.
  virtual Task<Result<void>> undefine(VmUuid vm) = 0;
  /// Defines a transient VM as it runs here. Does nothing to a persistent one.
  virtual Task<Result<void>> make_persistent(VmUuid vm) = 0;
  /// Asks the guest to shut down; returns at once.
  virtual Task<Result<void>> shut_down(VmUuid vm) = 0;
  /// Puts the VM's memory on the node's disk and ends it there; its next start goes on from that. Refuses a
  /// transient one. Returns when that is over; like migrate it needs this connection for itself alone and has
  /// no deadline, and abort_job through another connection gives it up.
  virtual Task<Result<void>> save(VmUuid vm) = 0;

  /// Makes a VM known here, persistently, and off. A fault of kind `exists` where its UUID or its name is
  /// taken, unless by itself, pending for the same operation: then it is done.
  virtual Task<Result<void>> define(Definition definition) = 0;
  /// Starts a VM that is off; one that is active is left as it is.
  virtual Task<Result<void>> start(VmUuid vm) = 0;
};

/// Where connections come from.
class Hosts {
 public:
  virtual ~Hosts() = default;
  /// A connection of its own, answered or refused within the node's deadline.
  virtual Task<Result<std::unique_ptr<Host>>> open(NodeName node) = 0;
};

}  // namespace haxen::virt
