// SPDX-License-Identifier: GPL-2.0-or-later
// Nodes in memory that answer what they are told to, after as long as they are told to.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "virt/host.hpp"

namespace fake {

using namespace haxen;

/// What one node does when it is asked.
struct Machine {
  Duration opens_after{};
  Duration observes_after{};
  Duration judges_after{};
  std::optional<Fault> refusal{};  ///< what opening ends with
  std::optional<Fault> judging_fault{};
  std::vector<virt::Observation> at_first{};  ///< what it tells before that, one each time
  virt::Observation observation{};
  std::set<std::string> unfit{};  ///< Vm::cpu that it cannot run
  int opened = 0;
  int observed = 0;
  int closed = 0;
  std::multiset<std::string> judged{};
  std::map<std::string, model::Image> images{};
  std::multiset<std::string> sought{};
};

inline tl::unexpected<Fault> not_asked() { return fault(FaultKind::unsupported, "no survey asks for this"); }

class Host final : public virt::Host {
 public:
  Host(Loop& loop, NodeName name, Machine& machine)
      : loop_(loop), name_(std::move(name)), machine_(machine) {}
  ~Host() override { ++machine_.closed; }

  const NodeName& name() const override { return name_; }

  Task<Result<virt::Observation>> observe() override {
    co_await loop_.sleep(machine_.observes_after);
    ++machine_.observed;
    if (machine_.at_first.empty()) co_return machine_.observation;
    auto seen = std::move(machine_.at_first.front());
    machine_.at_first.erase(machine_.at_first.begin());
    co_return seen;
  }
  Task<Result<model::CpuFit>> judge_cpu(std::string cpu) override {
    machine_.judged.insert(cpu);
    co_await loop_.sleep(machine_.judges_after);
    if (machine_.judging_fault) co_return tl::unexpected(*machine_.judging_fault);
    co_return machine_.unfit.contains(cpu) ? model::CpuFit::unfit : model::CpuFit::fit;
  }

  Task<Result<virt::Presence>> look(VmUuid) override { co_return not_asked(); }
  Task<Result<std::map<VmUuid, std::string>>> definitions(std::vector<VmUuid>) override {
    co_return not_asked();
  }
  Task<Result<std::map<VmUuid, std::vector<std::string>>>> addresses(std::vector<VmUuid>) override {
    co_return not_asked();
  }
  Task<Result<std::optional<model::Mark>>> read_mark() override { co_return not_asked(); }
  Task<Result<model::Mark>> place_mark(model::Mark) override { co_return not_asked(); }
  Task<Result<void>> rewrite_mark(model::Mark) override { co_return not_asked(); }
  Task<Result<void>> remove_mark(std::string) override { co_return not_asked(); }
  Task<Result<virt::Notes>> read_notes(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> write_notes(VmUuid, virt::Notes) override { co_return not_asked(); }
  Task<Result<Milliseconds>> downtime_limit(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> set_downtime_limit(VmUuid, Milliseconds) override { co_return not_asked(); }
  Task<Result<bool>> autostart(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> set_autostart(VmUuid, bool) override { co_return not_asked(); }
  Task<Result<std::map<std::string, model::Image>>> find_images(std::vector<std::string> paths) override {
    machine_.sought.insert(paths.begin(), paths.end());
    std::map<std::string, model::Image> found;
    for (const auto& path : paths) found[path] = machine_.images[path];
    co_return found;
  }
  Task<Result<void>> make_image(virt::ImageOrder) override { co_return not_asked(); }
  Task<Result<void>> remove_image(std::string) override { co_return not_asked(); }
  Task<Result<void>> migrate(virt::MigrationRequest) override { co_return not_asked(); }
  Task<Result<void>> watch_start(VmUuid) override { co_return not_asked(); }
  Task<Result<model::JobSample>> job(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> abort_job(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> start_postcopy(VmUuid) override { co_return not_asked(); }
  Task<Result<std::map<VmUuid, virt::MemoryUse>>> memory_use(std::vector<VmUuid>) override {
    co_return not_asked();
  }
  Task<Result<std::optional<Seconds>>> completed_downtime(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> discard(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> destroy_partial(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> undefine(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> make_persistent(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> resume(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> shut_down(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> save(VmUuid) override { co_return not_asked(); }
  Task<Result<void>> define(virt::Definition) override { co_return not_asked(); }
  Task<Result<void>> start(VmUuid) override { co_return not_asked(); }

 private:
  Loop& loop_;
  NodeName name_;
  Machine& machine_;
};

class Hosts final : public virt::Hosts {
 public:
  explicit Hosts(Loop& loop) : loop_(loop) {}

  Machine& operator[](const std::string& name) { return machines_[NodeName(name)]; }

  Task<Result<std::unique_ptr<virt::Host>>> open(NodeName node) override {
    auto& machine = machines_.at(node);
    co_await loop_.sleep(machine.opens_after);
    if (machine.refusal) co_return tl::unexpected(*machine.refusal);
    ++machine.opened;
    co_return std::make_unique<Host>(loop_, node, machine);
  }

 private:
  Loop& loop_;
  std::map<NodeName, Machine> machines_;
};

}  // namespace fake
