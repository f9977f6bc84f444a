// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one life of a node's libvirtd: what it answers, and its part in migrations.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "base/result.hpp"
#include "model/mark.hpp"
#include "simulation/connection.hpp"
#include "simulation/ground.hpp"
#include "virt/host.hpp"

namespace haxen::simulation {

class Machine;
class Qemu;
struct Domain;
struct Steps;

/// What begin hands to the later steps: the request, and the VM as it was then.
struct Ticket {
  virt::MigrationRequest request;
  NodeName from;
  Site asker{};
  virt::Notes notes{};
  bool persistent = true;
  bool paused = false;
};

/// What a daemon makes of a post-copy that it cannot see to its end.
enum class Belief { goes_on, broken };

/// What one step tells the next about those before.
enum class SoFar { good, failed };

/// A process of its own: what it is doing ends with it, what it has noted in its machine stays.
class Daemon : public std::enable_shared_from_this<Daemon> {
 public:
  Daemon(Ground& ground, Machine& machine);
  ~Daemon();

  Loop loop;

  Line accept(const Site& client);
  void client_gone(const Connection& line);
  void guest_gone(const VmUuid& vm);
  /// Ends its part in a post-copy that nobody drives, where all memory is there.
  void end_unattended(const VmUuid& vm);
  /// What a daemon does when it comes up and finds migrations that it had noted.
  void recover();
  /// After a boot: what is set to start by itself, as far as the node's guard lets it.
  void start_by_itself();
  /// Its connections close with it; whoever kills it drops it.
  void die();

  Task<Result<virt::Observation>> observe();
  Task<Result<model::CpuFit>> judge_cpu(std::string cpu);
  Task<Result<virt::Presence>> look(VmUuid vm);
  Task<Result<std::map<VmUuid, std::string>>> definitions(std::vector<VmUuid> vms);

  Task<Result<std::optional<model::Mark>>> read_mark();
  Task<Result<model::Mark>> place_mark(model::Mark mark);
  Task<Result<void>> rewrite_mark(model::Mark mark);
  Task<Result<void>> remove_mark(std::string id);

  Task<Result<virt::Notes>> read_notes(VmUuid vm);
  Task<Result<void>> write_notes(VmUuid vm, virt::Notes notes);
  Task<Result<Milliseconds>> downtime_limit(VmUuid vm);
  Task<Result<void>> set_downtime_limit(VmUuid vm, Milliseconds limit);
  Task<Result<bool>> autostart(VmUuid vm);
  Task<Result<void>> set_autostart(VmUuid vm, bool on);
  Task<Result<model::JobSample>> job(VmUuid vm);
  Task<Result<void>> abort_job(VmUuid vm);
  Task<Result<void>> start_postcopy(VmUuid vm);
  Task<Result<std::map<VmUuid, virt::MemoryUse>>> memory_use(std::vector<VmUuid> vms);
  Task<Result<std::optional<Seconds>>> completed_downtime(VmUuid vm);
  Task<Result<void>> resume(VmUuid vm);
  Task<Result<void>> discard(VmUuid vm);
  Task<Result<void>> destroy_partial(VmUuid vm);
  Task<Result<void>> undefine(VmUuid vm);
  Task<Result<void>> make_persistent(VmUuid vm);
  Task<Result<void>> shut_down(VmUuid vm);
  Task<Result<void>> save(VmUuid vm);
  Task<Result<void>> define(virt::Definition definition);
  Task<Result<void>> start(VmUuid vm);

  Task<Result<std::map<std::string, model::Image>>> find_images(std::vector<std::string> paths);
  Task<Result<void>> make_image(virt::ImageOrder order);
  Task<Result<void>> remove_image(std::string path);

  // The steps. Of a migration from peer to peer the source's daemon asks for them, of a managed one the
  // client.
  Task<Result<Ticket>> begin(virt::MigrationRequest request, Line owner);
  Task<Result<void>> prepare(Ticket ticket, Line owner);
  Task<Result<void>> perform(Ticket ticket, Line peer);
  Task<Result<void>> finish(Ticket ticket, SoFar so_far);
  Task<Result<void>> confirm(Ticket ticket, SoFar so_far);
  /// All of them, driven by this daemon.
  Task<Result<void>> migrate_to_peer(virt::MigrationRequest request, Line client);

 private:
  Task<void> work(Duration length);
  std::optional<Bytes> storage_left() const;
  Result<void> may_send_disks(const virt::MigrationRequest& request) const;
  Result<void> may_receive_disks(const virt::MigrationRequest& request) const;
  Bytes bytes_of_disks(const virt::MigrationRequest& request) const;
  void note_disks(const virt::MigrationRequest& request);
  Task<Result<Ticket>> begin_offline(virt::MigrationRequest request);
  Task<Result<void>> finish_offline(Ticket ticket);
  Task<Result<void>> confirm_offline(Ticket ticket, SoFar so_far);
  Task<Result<void>> claim(VmUuid vm);
  Result<Domain*> domain(const VmUuid& vm) const;
  Result<std::shared_ptr<Qemu>> active(const VmUuid& vm) const;
  Result<void> require_memory(const VmUuid& vm) const;
  Result<void> require_admission() const;
  Result<void> require_off(const VmUuid& vm) const;
  Result<void> require_whole(const VmUuid& vm) const;
  model::Vm tell(const VmUuid& vm, const Domain& domain) const;
  void end_job(const VmUuid& vm);
  void leave_unattended(const VmUuid& vm, Belief belief);
  void recover_incoming(const VmUuid& vm);
  void recover_outgoing(const VmUuid& vm);
  Result<void> receive(const Ticket& ticket, const Line& owner);
  Result<void> take_over(const Ticket& ticket);
  Task<Result<void>> await_memory(VmUuid vm);
  void discard_incoming(const VmUuid& vm, const std::string& why);
  void resume_source(const VmUuid& vm, const std::string& why);
  Task<Result<void>> send_memory(Ticket ticket, std::shared_ptr<Qemu> qemu, Line peer,
                                 std::shared_ptr<Bell> bell);
  Steps steps_with(Line peer);

  Ground& ground_;
  Machine& machine_;
  std::shared_ptr<Bell> job_ended_;
  std::vector<Line> lines_;
  std::vector<std::weak_ptr<Connection>> peers_;  // its own, to other daemons
};

/// A connection to `node`'s daemon from a process at `from`: refused at once where no daemon runs, late where
/// no answer comes within `patience`.
Task<Result<Line>> connect(Ground& ground, Loop& process, Site from, NodeName node, Duration patience);

}  // namespace haxen::simulation
