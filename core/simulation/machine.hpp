// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a simulated node: what is on its disk, which QEMUs run on it, and whether its daemon does.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "model/mark.hpp"
#include "model/node.hpp"
#include "simulation/daemon.hpp"
#include "simulation/ground.hpp"
#include "simulation/qemu.hpp"
#include "virt/host.hpp"

namespace haxen::simulation {

/// How far a daemon has noted that it is with a migration; survives the daemon, as libvirt's status files do.
enum class JobPhase {
  begun,
  performing,
  performed,
  confirming,
  confirming_cancelled,
  prepared,
  finishing,
  unattended,  ///< a post-copy that nobody drives any more: over when all memory is there, or never
};

struct JobRecord {
  model::JobKind kind = model::JobKind::migration_out;
  JobPhase phase = JobPhase::begun;
  bool abort_asked = false;
  std::weak_ptr<Connection>
      owner{};  ///< whose closing ends it: of a managed one the client's, of an incoming one the source's
  std::shared_ptr<Bell> bell{};  ///< the daemon's, for what waits in the middle of it
  Milliseconds limit_at_start{};
  bool called_broken =
      false;  ///< the daemon tells of a post-copy that it broke off; it may go on all the same
};

/// What one node knows of one VM.
struct Domain {
  bool persistent = false;
  bool autostart = false;
  virt::Notes notes;
  std::shared_ptr<Qemu> qemu;  ///< null: shut off
  bool starting = false;       ///< its processors have not run yet
  bool shutting_down = false;
  bool saved = false;  ///< its memory is on the node's disk
  std::optional<JobRecord> job;
  std::optional<Seconds> completed_downtime;
};

/// A post-copy broke off that brought memory here or away.
inline bool is_torn(const Domain& domain) {
  return (domain.qemu && domain.qemu->stopped_for() == Qemu::Stop::postcopy_failed) ||
         (domain.job && domain.job->called_broken);
}

/// A file on a node's own storage.
struct DiskImage {
  Bytes capacity{};
  Bytes stored{};
};

class Machine {
 public:
  Machine(Ground& ground, model::Node node) : facts(std::move(node)), ground_(ground) {}
  ~Machine();

  const model::Node facts;
  std::optional<model::Mark> mark;
  std::optional<model::Mark> leaving;  ///< lives as long as the daemon
  std::map<VmUuid, Domain> domains;
  std::map<std::string, DiskImage> images;  ///< by path
  std::shared_ptr<Daemon> daemon;
  Time memory_short_until{};
  bool shut = false;  ///< its guard lets no VM start

  const NodeName& name() const { return facts.name; }
  Site site() const { return site_of(facts.name); }
  bool powered() const { return powered_; }
  Domain* find(const VmUuid& vm);

  /// Memory of all QEMUs here.
  Bytes memory_taken() const;
  /// Forgets the VM where nothing of it is left.
  void tidy(const VmUuid& vm);
  void qemu_gone(Qemu& qemu, const std::string& cause);
  /// The memory of a post-copy from or to here has all gone over.
  void memory_moved(const VmUuid& vm);

  void start_daemon();
  /// Kills it; a supervisor starts it anew.
  void restart_daemon();
  void cut_power();
  void restore_power();

 private:
  void kill_daemon();

  Ground& ground_;
  bool powered_ = true;
};

/// What the node's daemon tells of its marks.
std::optional<model::Mark> mark_of(const Machine& machine);

}  // namespace haxen::simulation
