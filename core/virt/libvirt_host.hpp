// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a real node: every question goes to libvirt on a thread of its own and has a deadline.
#pragma once

#include <map>
#include <memory>

#include "async/loop.hpp"
#include "async/worker.hpp"
#include "virt/host.hpp"
#include "virt/lifecycle_watch.hpp"
#include "virt/session.hpp"

namespace haxen::virt {

using Endpoints = std::shared_ptr<const std::map<NodeName, Endpoint>>;

class LibvirtHost : public Host {
 public:
  /// Takes a session that was opened on that worker.
  LibvirtHost(Loop& loop, std::unique_ptr<Worker> worker, std::shared_ptr<Session> session,
              Endpoints endpoints);
  /// Has the connection closed on its own thread and does not wait for that. A migration that still runs is
  /// left to itself.
  ~LibvirtHost() override;
  LibvirtHost(const LibvirtHost&) = delete;
  LibvirtHost& operator=(const LibvirtHost&) = delete;

  const NodeName& name() const override { return session_->endpoint.name; }

  Task<Result<Observation>> observe() override;
  Task<Result<model::CpuFit>> judge_cpu(std::string cpu) override;
  Task<Result<Presence>> look(VmUuid vm) override;
  Task<Result<std::map<VmUuid, std::string>>> definitions(std::vector<VmUuid> vms) override;
  Task<Result<std::map<VmUuid, std::vector<std::string>>>> addresses(std::vector<VmUuid> vms) override;

  Task<Result<std::optional<model::Mark>>> read_mark() override;
  Task<Result<model::Mark>> place_mark(model::Mark mark) override;
  Task<Result<void>> rewrite_mark(model::Mark mark) override;
  Task<Result<void>> remove_mark(std::string id) override;

  Task<Result<Notes>> read_notes(VmUuid vm) override;
  Task<Result<void>> write_notes(VmUuid vm, Notes notes) override;

  Task<Result<Milliseconds>> downtime_limit(VmUuid vm) override;
  Task<Result<void>> set_downtime_limit(VmUuid vm, Milliseconds limit) override;
  Task<Result<bool>> autostart(VmUuid vm) override;
  Task<Result<void>> set_autostart(VmUuid vm, bool on) override;

  Task<Result<std::map<std::string, model::Image>>> find_images(std::vector<std::string> paths) override;
  Task<Result<void>> make_image(ImageOrder order) override;
  Task<Result<void>> remove_image(std::string path) override;

  Task<Result<void>> migrate(MigrationRequest request) override;
  std::optional<Time> guest_stopped() const override { return stop_->last(); }
  Task<Result<void>> watch_start(VmUuid vm) override;
  std::optional<Time> guest_started() const override { return start_->last(); }
  Task<Result<JobSample>> job(VmUuid vm) override;
  Task<Result<void>> abort_job(VmUuid vm) override;
  Task<Result<void>> start_postcopy(VmUuid vm) override;
  Task<Result<std::map<VmUuid, MemoryUse>>> memory_use(std::vector<VmUuid> vms) override;
  Task<Result<std::optional<Seconds>>> completed_downtime(VmUuid vm) override;

  Task<Result<void>> resume(VmUuid vm) override;
  Task<Result<void>> discard(VmUuid vm) override;
  Task<Result<void>> destroy_partial(VmUuid vm) override;
  Task<Result<void>> undefine(VmUuid vm) override;
  Task<Result<void>> make_persistent(VmUuid vm) override;
  Task<Result<void>> shut_down(VmUuid vm) override;
  Task<Result<void>> save(VmUuid vm) override;

  Task<Result<void>> define(Definition definition) override;
  Task<Result<void>> start(VmUuid vm) override;

 private:
  /// Has `question` answered on the worker's thread. Without a deadline it waits as long as it takes.
  template <class Question>
  auto ask(Question question, std::optional<Duration> deadline);
  template <class Question>
  auto ask(Question question);
  Task<Result<void>> undisturbed(Task<Result<void>> call);

  Loop& loop_;
  std::shared_ptr<Worker> worker_;
  std::shared_ptr<Session> session_;
  Endpoints endpoints_;
  std::shared_ptr<bool> occupied_;  // by a call without a deadline
  std::shared_ptr<Moment> stop_ = std::make_shared<Moment>();
  std::shared_ptr<Moment> start_ = std::make_shared<Moment>();
};

}  // namespace haxen::virt
