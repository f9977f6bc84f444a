// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what must be true of every story.
#include "judge.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <string_view>

#include "report/words.hpp"

namespace haxen::soak {

namespace {

using model::MoveResult;
using operation::Ending;
using simulation::VmVerdict;

// Words of what the faults do to a guest.
constexpr std::array<std::string_view, 3> blows{"its process was killed", "the guest powered itself off",
                                                "its node lost its power"};
constexpr std::string_view by_haxen = "resumed as asked";
// A migration that nobody stopped looking at may have changed hands since it was looked at.
constexpr auto qemu_default_limit = Milliseconds(300);

class Judge {
 public:
  Judge(const Story& story, const Trial& trial) : story_(story), trial_(trial) {}

  std::vector<std::string> all() {
    ends();
    doubles();
    for (const auto& run : trial_.runs) judge(run);
    convergence();
    finish();
    return std::move(broken_);
  }

 private:
  void complain(std::string text) { broken_.push_back(std::move(text)); }

  std::string name(const VmUuid& vm) const {
    const auto* found = model::find_vm(story_.scenario.fleet, vm);
    return found != nullptr ? found->name.str() : vm.str();
  }

  // Something was done to the guest itself, at some time since.
  bool struck(const VmUuid& vm, Seconds since = {}, Seconds until = Seconds(1e9)) const {
    const auto hit = [&](const simulation::Incident& each) {
      return each.vm == vm && each.at >= since && each.at <= until &&
             std::ranges::find(blows, each.cause) != blows.end();
    };
    return std::ranges::any_of(trial_.truth.departed, hit) || is_torn(vm, until);
  }

  // No node has all of its memory any more: what its owner has let haxen risk.
  bool is_torn(const VmUuid& vm, Seconds until = Seconds(1e9)) const {
    return std::ranges::any_of(trial_.truth.torn, [&](const simulation::Incident& each) {
      return each.vm == vm && each.at <= until;
    });
  }

  void ends() {
    for (const auto& end : trial_.truth.ended)
      if (!struck(end.vm, {}, end.at))
        complain(fmt::format("{} was ended at {:.2f} s: {}", name(end.vm), end.at.count(), end.cause));
  }

  void doubles() {
    for (const auto& each : trial_.truth.doubled)
      if (each.cause == by_haxen || is_confirmed(story_))
        complain(
            fmt::format("{} ran twice from {:.2f} s on: {}", name(each.vm), each.at.count(), each.cause));
  }

  void judge(const Run& run) {
    if (run.was_late)
      complain(fmt::format("'{}' of {:.2f} s did not end within its bound", run.command, run.began.count()));
    if (!run.told) return;
    for (const auto& move : run.told->outcome.moves) judge(run, move);
    for (const auto& vm : run.truth.vms) trouble(run, vm);
    if (run.told->how == Ending::refused && run.told->fault &&
        run.told->fault->message.find("audit") != std::string::npos)
      complain(fmt::format("the run of {:.2f} s: {}", run.began.count(), run.told->fault->message));
  }

  // What is told of a VM is true when the run ends.
  void judge(const Run& run, const model::MoveOutcome& told) {
    const auto& truth = truth_of(run, told.move.vm);
    const bool off = told.move.kind == model::MoveKind::define;
    if (struck(truth.vm, off ? Seconds() : run.began)) return;
    const auto& where = off ? truth.defined : truth.running;
    const auto is_at = [&](const NodeName& node) {
      const bool is_alone = truth.paused.empty() || (is_left_behind(truth) && run.warned.contains(truth.vm));
      return where == std::vector{node} && is_alone && (off || truth.defined.empty());
    };
    bool is_true = true;
    switch (told.result) {
      case MoveResult::moved:
      case MoveResult::stayed: is_true = told.node && is_at(*told.node); break;
      case MoveResult::gone: is_true = truth.running.empty() && truth.paused.empty(); break;
      case MoveResult::not_started: is_true = !told.node || is_at(*told.node); break;
      case MoveResult::unproven: break;
    }
    if (!is_true)
      complain(fmt::format("the run that ended at {:.2f} s says of {}: {}{}, but it {}", run.ended.count(),
                           truth.name, report::word(told.result), told.node ? " at " + told.node->str() : "",
                           words(truth)));
  }

  static const VmVerdict& truth_of(const Run& run, const VmUuid& vm) {
    return *std::ranges::find(run.truth.vms, vm, &VmVerdict::vm);
  }

  static std::string words(const VmVerdict& vm) {
    std::string text;
    const auto add = [&text](const char* what, const std::vector<NodeName>& nodes) {
      for (const auto& node : nodes) text += fmt::format("{}{} at {}", text.empty() ? "" : ", ", what, node);
    };
    add("runs", vm.running);
    add("is paused", vm.paused);
    add("is received", vm.incoming);
    add("is defined", vm.defined);
    return text.empty() ? "is nowhere" : text;
  }

  // It runs twice; or it is paused, or off, and defined where it may have run on. haxen decides nothing.
  bool is_for_people(const VmVerdict& vm) const {
    const bool is_defined_twice = vm.defined.size() > 1 && vm.running.empty() && struck(vm.vm);
    return vm.running.size() > 1 || (!vm.paused.empty() && !vm.defined.empty()) || is_defined_twice ||
           is_torn(vm.vm);
  }

  // The source of a post-copy whose two daemons lost each other, which ends by itself once all of its memory
  // has followed.
  bool is_left_behind(const VmVerdict& vm) const {
    return story_.wild == vm.vm && vm.running.size() == 1 && !vm.paused.empty();
  }

  static bool is_in_trouble(const VmVerdict& vm) { return vm.running.size() > 1 || !vm.paused.empty(); }

  // A VM that runs twice or stands still is told of, where those who hold it could be asked.
  void trouble(const Run& run, const VmVerdict& vm) {
    if (!is_in_trouble(vm) || run.told->how == Ending::refused || is_another_at_work(run)) return;
    const auto answered = [&](const NodeName& node) {
      return model::find_node(run.told->draft.fleet, node) != nullptr;
    };
    if (!std::ranges::all_of(vm.running, answered) || !std::ranges::all_of(vm.paused, answered)) return;
    // That a migration will leave it waiting for its hand-over is known at its source alone.
    if (is_confirmed(story_) && !answered(NodeName("n1"))) return;
    if (!is_told(run, vm))
      complain(fmt::format("the run that ended at {:.2f} s does not tell that {} {}", run.ended.count(),
                           vm.name, words(vm)));
  }

  // Whose VM it may be, and who has yet to tell of it.
  bool is_another_at_work(const Run& run) const {
    return std::ranges::any_of(
        trial_.runs, [&run](const Run& each) { return each.began < run.ended && each.ended > run.ended; });
  }

  static bool is_told(const Run& run, const VmVerdict& vm) {
    const auto unproven = [&](const model::MoveOutcome& move) {
      return move.move.vm == vm.vm && move.result == MoveResult::unproven;
    };
    const auto is_it = [&](const operation::LooseEnd& end) { return end.vm.uuid == vm.vm; };
    const auto& blockers = run.told->draft.plan.blockers;
    return std::ranges::any_of(run.told->draft.loose, is_it) ||
           std::ranges::any_of(run.told->outcome.moves, unproven) || run.warned.contains(vm.vm) ||
           std::ranges::find(blockers, vm.vm, &model::Blocker::vm) != blockers.end();
  }

  // Of a run that began when all was calm.
  void convergence() {
    const auto& last = trial_.runs.back();
    if (!last.at_rest) {
      complain("there was no run when all was calm");
      return;
    }
    if (last.told && last.told->how == Ending::nothing_to_do) return;
    const auto is_beyond = [&](const model::Blocker& each) {
      return is_for_people(truth_of(last, each.vm)) || struck(each.vm);
    };
    const auto is_told_torn = [&](const model::MoveOutcome& each) {
      return is_torn(each.move.vm) && each.result == MoveResult::unproven;
    };
    const auto only_tells = [&](const Run& run) {
      return run.told->draft.plan.moves.size() == run.told->outcome.moves.size() &&
             std::ranges::all_of(run.told->outcome.moves, is_told_torn);
    };
    const bool explained =
        last.told && only_tells(last) && std::ranges::all_of(last.told->draft.plan.blockers, is_beyond);
    if (!explained) complain("running it again, with nothing going wrong, does not finish it");
  }

  void finish() {
    for (const auto& vm : trial_.truth.vms) finish(vm);
    for (const auto& [node, rest] : trial_.rest)
      if (rest.seen.node.mark &&
          (rest.seen.node.mark->active || rest.seen.node.mark->kind != model::MarkKind::cordon))
        complain(fmt::format("{} is still marked as being worked on", node));
    if (trial_.rest.size() != story_.scenario.fleet.nodes.size())
      complain("a node did not answer in the end");
  }

  void finish(const VmVerdict& truth) {
    const auto& was = *model::find_vm(story_.scenario.fleet, truth.vm);
    const bool ran = model::is_active(was.state);
    const auto copies =
        truth.running.size() + truth.paused.size() + truth.incoming.size() + truth.defined.size();
    if (is_for_people(truth)) return;
    if (struck(truth.vm)) {
      if (was.persistent && copies != 1)
        complain(fmt::format("{}, to which something was done, {} in the end", truth.name, words(truth)));
    } else if (copies != 1 || (ran ? truth.running : truth.defined).size() != 1) {
      complain(fmt::format("{} {} in the end", truth.name, words(truth)));
    }
    for (const auto& [node, rest] : trial_.rest)
      for (const auto& vm : rest.seen.vms)
        if (vm.uuid == truth.vm) finish(was, vm, rest);
  }

  // As its owner had it.
  void finish(const model::Vm& was, const model::Vm& is, const Rest& rest) {
    const auto differs = [&](const char* what) {
      complain(fmt::format("{} at {} in the end: {}", was.name, is.node, what));
    };
    if (is.pending) differs("still carries the notes of a move");
    if (is.persistent != was.persistent) differs("is not as persistent as it was");
    if (was.persistent && is.autostart != was.autostart) differs("its autostart is not what it was");
    const auto limit = rest.limits.find(was.uuid);
    if (limit != rest.limits.end() && limit->second != qemu_default_limit)
      differs("its downtime limit is not what it was");
    if (is.origin && *is.origin != was.node) differs("remembers another home than the one it had");
    if (!is.origin && is.node != was.node) differs("does not remember its home");
  }

  const Story& story_;
  const Trial& trial_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> judge(const Story& story, const Trial& trial) { return Judge(story, trial).all(); }

}  // namespace haxen::soak
