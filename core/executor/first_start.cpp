// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the steps by which a VM is started on a node that does not know it.
#include "executor/first_start.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <utility>

namespace haxen::executor {

namespace {

using model::StartResult;
using namespace std::chrono_literals;

constexpr auto glance = 500ms;
// What a migration's receiving end may still need once its sender is proven dead, if it has all of its
// memory.
constexpr auto may_arrive_for = 3s;

bool runs(const virt::Presence& seen) { return seen.defined && model::is_running(seen.state); }

/// Outlives its run().
class FirstStart {
 public:
  FirstStart(Loop& loop, Connections& connections, const Settings& settings, Listener& listener,
             std::vector<NodeName> nodes, model::Start start)
      : loop_(loop),
        connections_(connections),
        settings_(settings),
        listener_(listener),
        others_(std::move(nodes)),
        vm_(start.vm),
        is_ours_(start.is_defined && !start.is_partial),
        is_there_(start.is_defined) {
    std::erase(others_, vm_.node);
    outcome_.start = std::move(start);
  }

  Task<model::StartOutcome> run() {
    const auto begin = loop_.now();
    const model::NamedVm named{vm_.uuid, vm_.name};
    listener_.hear(model::StartBegan{named, vm_.node, stays_off() ? Bytes{} : model::footprint(vm_)});
    if (co_await may_go_on()) {
      Result<void> ended;
      if (outcome_.start.is_partial) ended = co_await end_part();
      if (ended && !is_there_) ended = co_await define();
      if (ended && !stays_off()) ended = co_await start();
      co_await conclude(ended);
    }
    outcome_.time = loop_.now() - begin;
    listener_.hear(model::StartEnded{named, outcome_});
    co_return outcome_;
  }

 private:
  bool is_first() const { return outcome_.start.kind == model::StartKind::first; }
  bool stays_off() const { return outcome_.start.kind == model::StartKind::rehome; }

  // Of one that ran elsewhere before, somebody else may have started another copy since the nodes were asked.
  // Its own is asked for the sake of the connection, which is open by the time it is needed.
  Task<bool> may_go_on() {
    if (is_first()) co_return true;
    auto asked = others_;
    asked.push_back(vm_.node);
    const auto answers = co_await look_at(std::move(asked));
    for (const auto& [node, seen] : answers) {
      if (node == vm_.node) continue;
      const bool is_there = seen && seen->defined && model::is_active(seen->state);
      if (seen && !is_there) continue;
      outcome_.fault = is_there ? fmt::format("vm '{}': it is active on '{}': it was not started once more",
                                              vm_.name, node)
                                : fmt::format("vm '{}': not started, since it might run on '{}': {}",
                                              vm_.name, node, seen.error().message);
      co_return false;
    }
    co_return true;
  }

  Task<std::vector<std::pair<NodeName, Result<virt::Presence>>>> look_at(std::vector<NodeName> nodes) {
    std::vector<Task<Result<virt::Presence>>> questions;
    for (const auto& node : nodes) questions.push_back(connections_.look(node, vm_.uuid));
    auto answers = co_await all(loop_, std::move(questions));
    std::vector<std::pair<NodeName, Result<virt::Presence>>> seen;
    for (std::size_t i = 0; i < nodes.size(); ++i) seen.emplace_back(nodes[i], std::move(answers[i]));
    co_return seen;
  }

  // What has arrived after all is left to run; so is what somebody has started there meanwhile.
  Task<Result<void>> end_part() {
    const auto deadline = loop_.now() + may_arrive_for;
    auto seen = co_await connections_.look(vm_.node, vm_.uuid);
    while (seen && is_arriving(*seen) && loop_.now() < deadline) {
      co_await loop_.sleep(glance);
      seen = co_await connections_.look(vm_.node, vm_.uuid);
    }
    if (!seen) co_return tl::unexpected(seen.error());
    if (is_arriving(*seen) || seen->postcopy_failed) {
      const auto destroyed = co_await connections_.destroy_partial(vm_.node, vm_.uuid);
      if (!destroyed) co_return destroyed;
      warn(fmt::format("the copy on {} lacked a part of its memory for good, and was ended", vm_.node));
      seen = co_await connections_.look(vm_.node, vm_.uuid);
      if (!seen) co_return tl::unexpected(seen.error());
    }
    is_there_ = seen->defined;
    // Whoever comes next, should this run end here, would not know else that it is to be started.
    if (is_there_ && !model::is_active(seen->state)) {
      const virt::Notes begun{vm_.origin, pending(), vm_.moved};
      auto noted = co_await connections_.write_notes(vm_.node, vm_.uuid, begun);
      if (!noted) co_return noted;
    }
    co_return Result<void>{};
  }

  static bool is_arriving(const virt::Presence& seen) {
    return seen.defined && !seen.postcopy_failed && seen.job == model::Job{model::JobKind::migration_in};
  }

  model::PendingMove pending() const {
    return {settings_.operation, vm_.node, vm_.node, Milliseconds(0), vm_.autostart, {}};
  }

  // Its own metadata tells whoever comes next, from the beginning, that it is not meant to lie there.
  Task<Result<void>> define() {
    virt::Definition definition{vm_, outcome_.start.definition, {}};
    definition.notes.pending = pending();
    definition.notes.origin = vm_.origin;
    const auto defined = co_await connections_.define(vm_.node, definition);
    is_ours_ = defined.has_value();
    is_there_ = is_ours_;
    co_return defined;
  }

  Task<Result<void>> start() {
    const auto started = co_await connections_.start(vm_.node, vm_.uuid);
    may_come_up_ = !started && is_lost(started.error());
    co_return started;
  }

  Task<void> conclude(Result<void> ended) {
    const auto seen = co_await look();
    if (seen && runs(*seen)) {
      co_await prove_the_only_one();
      co_await settle();
    } else if (seen && ended && stays_off() && seen->defined) {
      outcome_.result = StartResult::defined;
      co_await settle();
    } else if (!seen || may_come_up_ || model::is_active(seen->state)) {
      outcome_.result = StartResult::unproven;
      const auto why = !seen   ? seen.error().message
                       : ended ? "it is there, and does not run"
                               : ended.error().message;
      outcome_.fault =
          fmt::format("vm '{}': {}; whether it comes up on '{}' is not known", vm_.name, why, vm_.node);
    } else {
      outcome_.result = seen->defined ? StartResult::defined : StartResult::failed;
      outcome_.fault =
          ended ? fmt::format("vm '{}': it was started, and is off again", vm_.name) : ended.error().message;
      if (!ended && seen->defined && is_ours_) co_await clear_up();
    }
  }

  // A call that did not answer may still be at work, and a VM is paused until it is.
  Task<Result<virt::Presence>> look() {
    const auto deadline = loop_.now() + settings_.proof_patience;
    while (true) {
      auto seen = co_await connections_.look(vm_.node, vm_.uuid);
      const bool is_over = seen && !may_come_up_ && !(seen->defined && model::is_active(seen->state));
      if (is_over || (seen && runs(*seen)) || loop_.now() >= deadline) co_return seen;
      co_await loop_.sleep(glance);
    }
  }

  Task<void> prove_the_only_one() {
    outcome_.result = StartResult::running;
    const auto others = co_await look_at(others_);
    for (const auto& [node, seen] : others) {
      const bool is_there = seen && seen->defined && model::is_active(seen->state);
      if (seen && !is_there) continue;
      outcome_.result = StartResult::unproven;
      outcome_.fault =
          is_there ? fmt::format("vm '{}': it runs on '{}' too", vm_.name, node) : seen.error().message;
    }
  }

  // From now on it is a VM like any other.
  Task<void> settle() {
    virt::Notes at_rest{vm_.origin, std::nullopt, vm_.moved};
    if (!is_first() && settings_.date) at_rest.moved = settings_.date();
    const auto noted = co_await connections_.write_notes(vm_.node, vm_.uuid, at_rest);
    if (!noted && noted.error().kind != FaultKind::unsupported)
      warn("its notes could not be brought up to date: " + noted.error().message);
    if (!vm_.autostart) co_return;
    const auto set = co_await connections_.set_autostart(vm_.node, vm_.uuid);
    if (!set) warn("it was set to start by itself, which could not be set here: " + set.error().message);
  }

  Task<void> clear_up() {
    const auto removed = co_await connections_.undefine(vm_.node, vm_.uuid);
    if (removed) outcome_.result = StartResult::failed;
    outcome_.fault +=
        removed ? std::string("; its definition was removed again")
                : fmt::format("; its definition is still on '{}': {}", vm_.node, removed.error().message);
  }

  void warn(std::string text) {
    listener_.hear(model::Warned{model::NamedVm{vm_.uuid, vm_.name}, std::nullopt, text});
    outcome_.warnings.push_back(std::move(text));
  }

  Loop& loop_;
  Connections& connections_;
  const Settings& settings_;
  Listener& listener_;
  std::vector<NodeName> others_;
  model::Vm vm_;
  bool is_ours_;   ///< its definition: made for this start, by this run or by one that was cut short
  bool is_there_;  ///< a definition of it
  bool may_come_up_ = false;  ///< nobody knows what became of the call
  model::StartOutcome outcome_;
};

using Numbered = std::pair<std::size_t, model::StartOutcome>;

/// What is to be started on one node, the most urgent first.
struct Queue {
  std::vector<Numbered> waiting;
  std::size_t next = 0;
};

// One after the other, beside others that take from the same queue, over a connection of its own: none waits
// for another's QEMU to come up, nor do the questions of those that start elsewhere. A first start is alone.
Task<std::vector<Numbered>> take_turns(Loop& loop, Connections& connections, const Settings& settings,
                                       Listener& listener, StopSwitch& stop,
                                       const std::vector<NodeName>& nodes, Queue& queue) {
  std::vector<Numbered> done;
  std::optional<VmUuid> line;
  while (queue.next < queue.waiting.size()) {
    auto& [number, outcome] = done.emplace_back(std::move(queue.waiting[queue.next++]));
    if (stop.no_new_moves()) {
      outcome.fault = "stopped before its turn";
      continue;
    }
    const auto& vm = outcome.start.vm;
    if (!line) line = vm.uuid;
    if (outcome.start.kind != model::StartKind::first) connections.put_on_line(vm.node, vm.uuid, *line);
    FirstStart first(loop, connections, settings, listener, nodes, outcome.start);
    outcome = co_await first.run();
  }
  co_return done;
}

}  // namespace

Task<std::vector<model::StartOutcome>> start_all(Loop& loop, Connections& connections,
                                                 const Settings& settings, Listener& listener,
                                                 StopSwitch& stop, model::Fleet fleet, model::Plan plan) {
  std::vector<NodeName> nodes;
  for (const auto& node : fleet.nodes) nodes.push_back(node.name);
  std::vector<model::StartOutcome> outcomes;
  std::map<NodeName, Queue> queues;
  for (const auto& start : plan.starts) {
    outcomes.emplace_back().start = start;
    queues[start.vm.node].waiting.emplace_back(outcomes.size() - 1, outcomes.back());
  }
  std::vector<Task<std::vector<Numbered>>> running;
  for (auto& [node, queue] : queues) {
    const auto at_once = std::min<std::size_t>(settings.parallel.starts_per_node, queue.waiting.size());
    for (std::size_t i = 0; i < at_once; ++i)
      running.push_back(take_turns(loop, connections, settings, listener, stop, nodes, queue));
  }
  for (auto& some : co_await all(loop, std::move(running)))
    for (auto& [number, outcome] : some) outcomes[number] = std::move(outcome);
  co_return outcomes;
}

}  // namespace haxen::executor
