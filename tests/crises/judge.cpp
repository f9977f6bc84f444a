// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what must be true of every crisis.
#include "judge.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

namespace haxen::crises {

namespace {

using model::StartResult;
using operation::Ending;

constexpr auto failover = "failover n1";

// What haxen has asked for, in the words of who does it, and what its guard is to prevent.
constexpr std::array<std::string_view, 3> by_haxen{"started as asked", "resumed as asked",
                                                   "started by itself"};

class Judge {
 public:
  Judge(const Crisis& crisis, const Trial& trial) : crisis_(crisis), trial_(trial) {}

  std::vector<std::string> all() {
    for (const auto& each : trial_.truth.doubled)
      if (std::ranges::find(by_haxen, each.cause) != by_haxen.end())
        complain(
            fmt::format("{} ran twice from {:.2f} s on: {}", name(each.vm), each.at.count(), each.cause));
    if (trial_.script.find("SWITCHED OFF THOUGH") != std::string::npos)
      complain("a node was switched off that another one saw");
    for (const auto& run : trial_.runs) judge(run);
    if (trial_.is_lost) {
      recovered();
    } else {
      came_home();
    }
    return std::move(broken_);
  }

 private:
  void complain(std::string text) { broken_.push_back(std::move(text)); }

  std::string name(const VmUuid& vm) const {
    const auto* found = model::find_vm(crisis_.scenario.fleet, vm);
    return found != nullptr ? found->name.str() : vm.str();
  }

  void judge(const Run& run) {
    const auto when = fmt::format("'{}' of {:.2f} s", run.command, run.began.count());
    if (run.was_late) complain(when + " did not end within its bound");
    if (!run.told) return;
    if (run.told->how == Ending::refused && (!run.told->fault || run.told->fault->message.empty()))
      complain(when + " refuses, and does not say why");
    if (run.told->fault && run.told->fault->message.find("audit") != std::string::npos)
      complain(when + ": " + run.told->fault->message);
    if (run.told->how == Ending::nothing_to_do && run.command == failover && off(run) > 0 && is_alone(run))
      complain(fmt::format("{} finds nothing to do, and {} VMs are off", when, off(run)));
    if (run.told->how == Ending::blocked && run.told->draft.plan.blockers.empty())
      complain(when + " is blocked by nothing");
    for (const auto& start : run.told->outcome.starts)
      if (start.result == StartResult::running && !is_true(run, start))
        complain(fmt::format("{} tells that {} runs on {}, and it does not", when, start.start.vm.name,
                             start.start.vm.node));
    for (const auto& start : run.told->outcome.starts)
      if (start.result != StartResult::running && start.result != StartResult::defined && start.fault.empty())
        complain(fmt::format("{}: {} did not start, and it does not say why", when, start.start.vm.name));
  }

  // VMs that ran at the beginning, and nowhere when it ended.
  std::size_t off(const Run& run) const {
    return static_cast<std::size_t>(std::ranges::count_if(run.truth.vms, [&](const auto& vm) {
      const auto* before = model::find_vm(crisis_.scenario.fleet, vm.vm);
      return before != nullptr && model::is_active(before->state) && vm.running.empty();
    }));
  }

  static bool is_true(const Run& run, const model::StartOutcome& told) {
    const auto& vm = told.start.vm;
    const auto truth = std::ranges::find(run.truth.vms, vm.uuid, &simulation::VmVerdict::vm);
    return truth != run.truth.vms.end() && truth->running == std::vector{vm.node};
  }

  // Nobody else was at work, who might be about to start what is off.
  bool is_alone(const Run& run) const {
    return std::ranges::none_of(trial_.runs, [&](const Run& other) {
      return &other != &run && other.began < run.ended && other.ended > run.began;
    });
  }

  // VMs that ran at the beginning, wherever: none was on another node that died.
  void recovered() {
    for (const auto& vm : trial_.truth.vms) {
      const auto* before = model::find_vm(crisis_.scenario.fleet, vm.vm);
      if (before == nullptr || !model::is_active(before->state)) continue;
      if (vm.running.size() == 1 && !is_torn(vm.vm)) continue;
      complain(fmt::format("n1 is dead, and {} runs at {} nodes{}", vm.name, vm.running.size(),
                           is_torn(vm.vm) ? ", without a part of its memory" : ""));
    }
  }

  // What haxen had started elsewhere runs once, and nothing stale is left that could run beside it.
  void came_home() {
    if (!trial_.is_open && !is_any_torn()) complain("n1 is back, and undraining it does not come to rest");
    for (const auto& vm : trial_.truth.vms) {
      if (!was_started(vm.vm)) continue;
      if (vm.running.size() != 1)
        complain(fmt::format("n1 is back, and {} runs at {} nodes", vm.name, vm.running.size()));
      if (!vm.defined.empty())
        complain(fmt::format("n1 is back, and {} is still defined on {}", vm.name, vm.defined.front()));
    }
  }

  // A part of it is left, with which it cannot run.
  bool is_torn(const VmUuid& vm) const {
    return std::ranges::find(trial_.truth.torn, vm, &simulation::Incident::vm) != trial_.truth.torn.end() &&
           !was_started(vm);
  }

  // While the node that had the rest answers, nobody may end that part.
  bool is_any_torn() const {
    return std::ranges::any_of(trial_.truth.vms, [&](const auto& each) { return is_torn(each.vm); });
  }

  bool was_started(const VmUuid& vm) const {
    return std::ranges::any_of(trial_.runs, [&](const Run& run) {
      return run.told && std::ranges::any_of(run.told->outcome.starts, [&](const model::StartOutcome& start) {
               return start.start.vm.uuid == vm && start.result == StartResult::running;
             });
    });
  }

  const Crisis& crisis_;
  const Trial& trial_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> judge(const Crisis& crisis, const Trial& trial) {
  return Judge(crisis, trial).all();
}

}  // namespace haxen::crises
