// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which move starts when.
#include "executor/executor.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <span>

#include "executor/definition_mover.hpp"
#include "executor/mover.hpp"
#include "executor/start_order.hpp"
#include "executor/start_policy.hpp"

namespace haxen::executor {

namespace {

enum class Stage { waiting, running, ended };

constexpr auto stopped_early = "stopped before its turn";

// Next to nothing goes over the link.
bool is_definition(const model::Move& move) { return move.kind == model::MoveKind::define; }

class Run : private Listener {
 public:
  Run(Loop& loop, Connections& connections, const Settings& settings, Listener& listener, StopSwitch& stop,
      model::Fleet fleet, model::Plan plan)
      : loop_(loop),
        connections_(connections),
        settings_(settings),
        listener_(listener),
        stop_(stop),
        fleet_(std::move(fleet)),
        plan_(std::move(plan)),
        stages_(plan_.moves.size(), Stage::waiting),
        changed_(std::make_shared<Bell>(loop)),
        start_order_(fleet_, plan_.moves),
        start_policy_(fleet_) {
    for (const auto& move : plan_.moves) outcome_.moves.emplace_back().move = move;
  }

  Task<model::Outcome> carry_out() {
    Bell& changed = *changed_;
    while (true) {
      start_what_is_ready();
      if (running_ == 0 && leave_takers_ == 0) break;
      co_await changed;
    }
    explain_the_rest();
    outcome_.interrupted = stop_.was_asked();
    outcome_.timed_out = stop_.cause() == model::StopCause::time_limit;
    co_return outcome_;
  }

 private:
  // The movers' words go through here, since what they tell of their progress decides when others start, and
  // which.
  void hear(const model::Happening& happening) override {
    listener_.hear(happening);
    const auto* sample = std::get_if<model::Sampled>(&happening);
    if (sample == nullptr) return;
    const auto found = under_way_.find(sample->vm.uuid);
    if (found != under_way_.end() && sample->iteration > 0)
      start_order_.set_left(found->second, sample->remaining);
    start_policy_.heard(*sample, loop_.now());
    changed_->ring();
  }

  void start_what_is_ready() {
    for (auto all = ready(); !all.empty(); all = ready()) start(start_order_.first(all));
  }

  std::vector<std::size_t> ready() const {
    std::vector<std::size_t> all;
    for (std::size_t index = 0; index < plan_.moves.size(); ++index) {
      if (stages_[index] == Stage::waiting && may_start(index)) all.push_back(index);
    }
    return all;
  }

  bool may_start(std::size_t index) const {
    const auto& move = plan_.moves[index];
    if (move.kind == model::MoveKind::adopt) return true;  // it runs already, whatever the limits say
    if (stop_.no_new_moves()) return false;
    const auto took_place = [this](std::size_t before) {
      return stages_[before] == Stage::ended && outcome_.moves[before].result == model::MoveResult::moved;
    };
    return std::ranges::all_of(move.after, took_place) && running_ < settings_.parallel.in_fleet &&
           count(leaving_, move.from) < settings_.parallel.per_source &&
           count(arriving_, move.to) < settings_.parallel.per_target &&
           (is_definition(move) || start_policy_.has_room(move, loop_.now()));
  }

  static unsigned count(const std::map<NodeName, unsigned>& counts, const NodeName& node) {
    const auto found = counts.find(node);
    return found == counts.end() ? 0 : found->second;
  }

  void start(std::size_t index) {
    const auto& move = plan_.moves[index];
    stages_[index] = Stage::running;
    ++running_;
    ++leaving_[move.from];
    ++arriving_[move.to];
    under_way_[move.vm] = index;
    if (!is_definition(move)) start_policy_.began(move, loop_.now());
    loop_.at(loop_.now() + StartPolicy::patience(), [changed = changed_] { changed->ring(); });
    loop_.spawn(move_one(index));
  }

  Task<void> move_one(std::size_t index) {
    const auto& move = plan_.moves[index];
    const auto* vm = vm_of(move);
    if (vm != nullptr) {
      outcome_.moves[index] = co_await attempt(index, *vm);
    } else {
      outcome_.moves[index].fault =
          fmt::format("vm {}: the plan names it, but node '{}' does not have it", move.vm, move.from);
    }
    stages_[index] = Stage::ended;
    --running_;
    --leaving_[move.from];
    --arriving_[move.to];
    under_way_.erase(move.vm);
    start_order_.set_left(index, Bytes{});
    if (outcome_.moves[index].result == model::MoveResult::moved) start_policy_.arrived(move.vm, loop_.now());
    start_policy_.ended(move.vm);
    changed_->ring();
    if (vm != nullptr) co_await take_leave(index, *vm);
  }

  Task<model::MoveOutcome> attempt(std::size_t index, const model::Vm& vm) {
    const auto& move = plan_.moves[index];
    const Ground ground{loop_, connections_, settings_, routes_, *this, stop_};
    // What is under way nobody can hold up any more.
    if (move.kind != model::MoveKind::adopt) {
      const model::NamedVm named{vm.uuid, vm.name};
      const auto cleared = co_await settings_.hooks->before(named, move);
      if (!cleared || stop_.no_new_moves()) co_return left_alone(index, cleared);
    }
    if (is_definition(move)) {
      DefinitionMover mover(ground, vm, move);
      co_return co_await mover.run();
    }
    Mover mover(ground, vm, move, journey_of(index));
    co_return co_await mover.run();
  }

  model::MoveOutcome left_alone(std::size_t index, const Result<void>& cleared) const {
    auto outcome = outcome_.moves[index];
    outcome.node = outcome.move.from;
    outcome.fault = cleared ? std::string(stopped_early) : cleared.error().message;
    return outcome;
  }

  // Holds up nobody else's move.
  Task<void> take_leave(std::size_t index, const model::Vm& vm) {
    ++leave_takers_;
    const model::NamedVm named{vm.uuid, vm.name};
    co_await settings_.hooks->after(named, outcome_.moves[index]);
    --leave_takers_;
    changed_->ring();
  }

  Journey journey_of(std::size_t index) const {
    const auto later = std::span(plan_.moves).subspan(index + 1);
    return std::ranges::count(later, plan_.moves[index].vm, &model::Move::vm) > 0 ? Journey::goes_on
                                                                                  : Journey::ends;
  }

  // Of a VM that is under way the sending end carries the notes. One that moves twice is found where it was
  // at first: what it is does not change on the way.
  const model::Vm* vm_of(const model::Move& move) const {
    const auto found = std::ranges::find_if(fleet_.vms, [&](const model::Vm& vm) {
      return vm.uuid == move.vm && vm.node == move.from && model::is_active(vm.state);
    });
    return found != fleet_.vms.end() ? &*found : model::find_vm(fleet_, move.vm);
  }

  void explain_the_rest() {
    for (std::size_t index = 0; index < plan_.moves.size(); ++index) {
      if (stages_[index] != Stage::waiting) continue;
      auto& outcome = outcome_.moves[index];
      outcome.node = outcome.move.from;
      outcome.fault = stop_.no_new_moves() ? std::string(stopped_early) : waited_for(index);
    }
  }

  std::string waited_for(std::size_t index) const {
    for (const auto before : plan_.moves[index].after) {
      if (outcome_.moves[before].result == model::MoveResult::moved) continue;
      const auto* vm = vm_of(plan_.moves[before]);
      return fmt::format("it waited for '{}', which did not move",
                         vm != nullptr ? vm->name.str() : plan_.moves[before].vm.str());
    }
    return "its turn did not come";
  }

  Loop& loop_;
  Connections& connections_;
  const Settings& settings_;
  Listener& listener_;
  StopSwitch& stop_;
  model::Fleet fleet_;
  model::Plan plan_;
  model::Outcome outcome_;
  std::vector<Stage> stages_;
  std::map<VmUuid, std::size_t> under_way_;
  std::shared_ptr<Bell> changed_;
  StartOrder start_order_;
  StartPolicy start_policy_;
  Routes routes_;
  unsigned running_ = 0;
  unsigned leave_takers_ = 0;  // moves that have ended, and of which the operator's hooks are still told
  std::map<NodeName, unsigned> leaving_;
  std::map<NodeName, unsigned> arriving_;
};

}  // namespace

Task<model::Outcome> execute(Loop& loop, Connections& connections, const Settings& settings,
                             Listener& listener, StopSwitch& stop, model::Fleet fleet, model::Plan plan) {
  Run run(loop, connections, settings, listener, stop, std::move(fleet), std::move(plan));
  co_return co_await run.carry_out();
}

}  // namespace haxen::executor
