// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a client sees the nodes of a simulated world.
#include "simulation/simulated_host.hpp"

#include <fmt/format.h>
#include <utility>

#include "simulation/daemon.hpp"
#include "simulation/machine.hpp"
#include "simulation/qemu.hpp"
#include "simulation/steps.hpp"

namespace haxen::simulation {

namespace {

using Lines = std::shared_ptr<std::vector<std::weak_ptr<Connection>>>;

// What a call needs; shared with the calls under way, which may outlive the Host that made them.
struct Session {
  Ground& ground;
  Loop& process;
  Site site;
  NodeName node;
  Line line;
  Lines lines;
  bool late = false;
};
using Shared = std::shared_ptr<Session>;

tl::unexpected<haxen::Fault> late_fault(const NodeName& node) {
  return fault(FaultKind::late, fmt::format("node '{}': no answer within the deadline", node),
               "the node or the way to it hangs; what was asked last may or may not have been done");
}

template <class T>
Task<Result<T>> ask(Shared session, Work<T> work) {
  if (session->late) co_return late_fault(session->node);
  auto answer =
      co_await call<T>(session->process, session->line, work, session->ground.setup.timings.call_deadline);
  if (answer || answer.error().kind != FaultKind::late) co_return answer;
  session->late = true;
  co_return late_fault(session->node);
}

Task<Result<void>> from_peer_to_peer(Shared session, virt::MigrationRequest request) {
  const Work<void> work = [request](Daemon& daemon, Line line) {
    return daemon.migrate_to_peer(request, line);
  };
  co_return co_await call<void>(session->process, session->line, work);
}

Steps managed_steps(const Shared& session, const Line& target) {
  const auto ask_target = [session, target](Work<void> work) {
    return call<void>(session->process, target, work);
  };
  const auto ask_source = [session](Work<void> work) {
    return call<void>(session->process, session->line, work);
  };
  return {
      .prepare =
          [ask_target](Ticket ticket) {
            return ask_target([ticket](Daemon& daemon, Line line) { return daemon.prepare(ticket, line); });
          },
      .perform =
          [ask_source](Ticket ticket) {
            return ask_source([ticket](Daemon& daemon, Line) { return daemon.perform(ticket, nullptr); });
          },
      .finish =
          [ask_target](Ticket ticket, SoFar so_far) {
            return ask_target(
                [ticket, so_far](Daemon& daemon, Line) { return daemon.finish(ticket, so_far); });
          },
      .confirm =
          [ask_source](Ticket ticket, SoFar so_far) {
            return ask_source(
                [ticket, so_far](Daemon& daemon, Line) { return daemon.confirm(ticket, so_far); });
          },
  };
}

Task<Result<void>> managed(Shared session, virt::MigrationRequest request) {
  auto& ground = session->ground;
  auto& process = session->process;
  const auto target =
      co_await connect(ground, process, session->site, request.to, ground.setup.timings.call_deadline);
  if (!target) co_return tl::unexpected(target.error());
  session->lines->push_back(*target);
  Ticket ticket{.request = request, .from = session->node, .asker = session->site};
  co_await pass(ground, process, step_of(ticket, Moment::before, Phase::begin));
  const Work<Ticket> work = [request](Daemon& daemon, Line line) { return daemon.begin(request, line); };
  const auto begun = co_await call<Ticket>(process, session->line, work);
  co_await pass(ground, process, step_of(ticket, Moment::after, Phase::begin));
  Result<void> moved;
  if (begun) {
    moved = co_await run_steps(ground, process, *begun, managed_steps(session, *target));
  } else {
    moved = tl::unexpected(begun.error());
  }
  (*target)->hang_up();
  co_return moved;
}

class SimulatedHost final : public virt::Host {
 public:
  explicit SimulatedHost(Shared session) : session_(std::move(session)) {}
  ~SimulatedHost() override { session_->line->hang_up(); }
  SimulatedHost(const SimulatedHost&) = delete;
  SimulatedHost& operator=(const SimulatedHost&) = delete;

  const NodeName& name() const override { return session_->node; }

  Task<Result<virt::Observation>> observe() override {
    return ask<virt::Observation>(session_, [](Daemon& daemon, Line) { return daemon.observe(); });
  }
  Task<Result<model::CpuFit>> judge_cpu(std::string cpu) override {
    return ask<model::CpuFit>(session_, [cpu](Daemon& daemon, Line) { return daemon.judge_cpu(cpu); });
  }
  Task<Result<virt::Presence>> look(VmUuid vm) override {
    return ask<virt::Presence>(session_, [vm](Daemon& daemon, Line) { return daemon.look(vm); });
  }
  Task<Result<std::map<VmUuid, std::string>>> definitions(std::vector<VmUuid> vms) override {
    using Texts = std::map<VmUuid, std::string>;
    return ask<Texts>(session_, [vms](Daemon& daemon, Line) { return daemon.definitions(vms); });
  }

  Task<Result<std::optional<model::Mark>>> read_mark() override {
    return ask<std::optional<model::Mark>>(session_, [](Daemon& daemon, Line) { return daemon.read_mark(); });
  }
  Task<Result<model::Mark>> place_mark(model::Mark mark) override {
    return ask<model::Mark>(session_, [mark](Daemon& daemon, Line) { return daemon.place_mark(mark); });
  }
  Task<Result<void>> rewrite_mark(model::Mark mark) override {
    return ask<void>(session_, [mark](Daemon& daemon, Line) { return daemon.rewrite_mark(mark); });
  }
  Task<Result<void>> remove_mark(std::string id) override {
    return ask<void>(session_, [id](Daemon& daemon, Line) { return daemon.remove_mark(id); });
  }

  Task<Result<virt::Notes>> read_notes(VmUuid vm) override {
    return ask<virt::Notes>(session_, [vm](Daemon& daemon, Line) { return daemon.read_notes(vm); });
  }
  Task<Result<void>> write_notes(VmUuid vm, virt::Notes notes) override {
    return ask<void>(session_, [vm, notes](Daemon& daemon, Line) { return daemon.write_notes(vm, notes); });
  }

  Task<Result<Milliseconds>> downtime_limit(VmUuid vm) override {
    return ask<Milliseconds>(session_, [vm](Daemon& daemon, Line) { return daemon.downtime_limit(vm); });
  }
  Task<Result<void>> set_downtime_limit(VmUuid vm, Milliseconds limit) override {
    return ask<void>(session_,
                     [vm, limit](Daemon& daemon, Line) { return daemon.set_downtime_limit(vm, limit); });
  }
  Task<Result<bool>> autostart(VmUuid vm) override {
    return ask<bool>(session_, [vm](Daemon& daemon, Line) { return daemon.autostart(vm); });
  }
  Task<Result<void>> set_autostart(VmUuid vm, bool on) override {
    return ask<void>(session_, [vm, on](Daemon& daemon, Line) { return daemon.set_autostart(vm, on); });
  }

  Task<Result<std::map<std::string, model::Image>>> find_images(std::vector<std::string> paths) override {
    return ask<std::map<std::string, model::Image>>(
        session_, [paths](Daemon& daemon, Line) { return daemon.find_images(paths); });
  }
  Task<Result<void>> make_image(virt::ImageOrder order) override {
    return ask<void>(session_, [order](Daemon& daemon, Line) { return daemon.make_image(order); });
  }
  Task<Result<void>> remove_image(std::string path) override {
    return ask<void>(session_, [path](Daemon& daemon, Line) { return daemon.remove_image(path); });
  }

  Task<Result<void>> migrate(virt::MigrationRequest request) override {
    leaving_ = told_of(request.vm);
    switch (request.route) {
      case virt::Route::peer_to_peer: return from_peer_to_peer(session_, std::move(request));
      case virt::Route::managed_direct: break;
    }
    return managed(session_, std::move(request));
  }
  std::optional<Time> guest_stopped() const override { return leaving_ ? leaving_->stopped : std::nullopt; }
  Task<Result<void>> watch_start(VmUuid vm) override {
    arriving_ = told_of(vm);
    if (arriving_) co_return Result<void>{};
    co_return fault(FaultKind::missing, fmt::format("node '{}': it does not know this VM", session_->node));
  }
  std::optional<Time> guest_started() const override { return arriving_ ? arriving_->started : std::nullopt; }
  Task<Result<model::JobSample>> job(VmUuid vm) override {
    return ask<model::JobSample>(session_, [vm](Daemon& daemon, Line) { return daemon.job(vm); });
  }
  Task<Result<void>> abort_job(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.abort_job(vm); });
  }
  Task<Result<void>> start_postcopy(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.start_postcopy(vm); });
  }
  Task<Result<std::map<VmUuid, virt::MemoryUse>>> memory_use(std::vector<VmUuid> vms) override {
    using Uses = std::map<VmUuid, virt::MemoryUse>;
    return ask<Uses>(session_, [vms](Daemon& daemon, Line) { return daemon.memory_use(vms); });
  }
  // A simulated guest is on no network.
  Task<Result<std::map<VmUuid, std::vector<std::string>>>> addresses(std::vector<VmUuid>) override {
    co_return std::map<VmUuid, std::vector<std::string>>{};
  }
  Task<Result<std::optional<Seconds>>> completed_downtime(VmUuid vm) override {
    return ask<std::optional<Seconds>>(session_,
                                       [vm](Daemon& daemon, Line) { return daemon.completed_downtime(vm); });
  }

  Task<Result<void>> resume(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.resume(vm); });
  }
  Task<Result<void>> discard(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.discard(vm); });
  }
  Task<Result<void>> destroy_partial(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.destroy_partial(vm); });
  }
  Task<Result<void>> undefine(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.undefine(vm); });
  }
  Task<Result<void>> make_persistent(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.make_persistent(vm); });
  }
  Task<Result<void>> shut_down(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.shut_down(vm); });
  }
  Task<Result<void>> save(VmUuid vm) override {
    const Work<void> work = [vm](Daemon& daemon, Line) { return daemon.save(vm); };
    return call<void>(session_->process, session_->line, work);
  }

  Task<Result<void>> define(virt::Definition definition) override {
    return ask<void>(session_, [definition](Daemon& daemon, Line) { return daemon.define(definition); });
  }
  Task<Result<void>> start(VmUuid vm) override {
    return ask<void>(session_, [vm](Daemon& daemon, Line) { return daemon.start(vm); });
  }

 private:
  std::shared_ptr<const Qemu::Told> told_of(const VmUuid& vm) const {
    const auto* const known = session_->ground.machine(session_->node).find(vm);
    return known == nullptr || !known->qemu ? nullptr : known->qemu->told();
  }

  Shared session_;
  std::shared_ptr<const Qemu::Told> leaving_;
  std::shared_ptr<const Qemu::Told> arriving_;
};

}  // namespace

SimulatedHosts::SimulatedHosts(Ground& ground, Loop& process, Site site, Lines lines)
    : ground_(ground), process_(process), site_(std::move(site)), lines_(std::move(lines)) {}

Task<Result<std::unique_ptr<virt::Host>>> SimulatedHosts::open(NodeName node) {
  const auto line = co_await connect(ground_, process_, site_, node, ground_.setup.timings.call_deadline);
  if (!line) co_return tl::unexpected(line.error());
  std::erase_if(*lines_, [](const auto& each) { return each.expired(); });
  lines_->push_back(*line);
  auto session = std::make_shared<Session>(Session{ground_, process_, site_, node, *line, lines_});
  co_return std::make_unique<SimulatedHost>(std::move(session));
}

}  // namespace haxen::simulation
