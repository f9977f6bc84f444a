// SPDX-License-Identifier: GPL-2.0-or-later
// Knows one run of the program on simulated hosts.
#include "process.hpp"

#include <map>

#include "inventory/collect.hpp"
#include "mending.hpp"
#include "order.hpp"
#include "planner/failover.hpp"
#include "planner/place_one.hpp"
#include "report/story.hpp"
#include "report/words.hpp"
#include "witnesses.hpp"

namespace haxen::scenario {

namespace {

using operation::Ended;
using operation::Ending;

constexpr unsigned most_silent = 50;

std::string_view word(Ending ending) {
  switch (ending) {
    case Ending::nothing_to_do: return "nothing to do";
    case Ending::blocked: return "blocked";
    case Ending::outdated: return "outdated";
    case Ending::declined: return "declined";
    case Ending::vetoed: return "vetoed";
    case Ending::refused: return "refused";
    case Ending::carried_out: return "carried out";
  }
  return "";
}

}  // namespace

void Listener::hear(const model::Happening& happening) {
  if (std::holds_alternative<model::OperationBegan>(happening)) return;  // it names a random operation
  if (const auto* warned = std::get_if<model::Warned>(&happening); warned != nullptr && warned->vm)
    warned_.insert(warned->vm->uuid);
  const auto told = report::story(happening, report::Glyphs::ascii);
  if (!told.text.empty()) stage_.say(loop_, told.text);
}

Process::Process(Stage& stage, simulation::Client& client, const Scenario& scenario, std::string command,
                 std::string host)
    : stage_(stage),
      client_(client),
      scenario_(scenario),
      command_(std::move(command)),
      connections_(client.loop(), client.hosts()),
      listener_(stage, client.loop()),
      stop_(client.loop()) {
  self_.holder = {std::move(host), "boot", ++stage.pids, "admin"};
  self_.judge = [&stage, here = self_.holder.host](const model::Holder& holder) {
    if (holder.host != here) return executor::Liveness::elsewhere;
    return stage.dead.contains(holder.pid) ? executor::Liveness::dead : executor::Liveness::alive;
  };
  settings_.operation = OperationId(fmt::format("operation-{}", self_.holder.pid));
}

Task<void> Process::run() {
  if (const auto node = lost_by(command_)) lost_ = stage_.ledger.of(*node);
  auto fleet = co_await survey();
  if (command_ == "ledger sync") co_return;
  if (is_about_repair(command_)) {
    const Workshop workshop{
        connections_, listener_, stop_, settings_.operation, self_, now(), [this](const std::string& text) {
          stage_.say(client_.loop(), text);
        }};
    const auto command = command_;
    co_await mend(workshop, command, *fleet);
    co_return;
  }
  const auto order = order_for(command_, *fleet, lost_, now());
  if (!order.wish.lost.empty()) {
    const auto allowed = planner::may_fail_over(*fleet, order.wish.lost, most_silent);
    if (!allowed || lost_.empty()) {
      refuse(*fleet, allowed ? Fault{FaultKind::unproven, "nothing is kept of it"} : allowed.error());
      co_return;
    }
  }
  if (order.why) {
    answer(planner::verdicts(*fleet, *order.why));
    co_return;
  }
  settings_.leaving = order.leaving;
  settings_.source_images = order.source_images;
  settings_.allow_throttle = order.allow_throttle;
  settings_.allow_postcopy = order.allow_postcopy;
  if (order.wish.command == "place" || order.wish.command == "failover")
    settings_.date = [this] { return now(); };
  is_check_ = order.is_check;
  if (order.wish.newcomer) newcomer_ = order.wish.newcomer->name.str();
  operation::Context context{client_.loop(), connections_, *this, listener_,
                             stop_,          settings_,    self_, order.take_over};
  const auto wish = with_guards(order.wish, *fleet);
  ended_ = co_await operation::operate(context, wish, *fleet);
  tell(*ended_);
}

Task<Result<model::Fleet>> Process::survey() {
  auto found = co_await inventory::collect(client_.loop(), client_.hosts(), scenario_.config,
                                           inventory::Images::all, {}, lost_, dead_);
  stage_.ledger.keep(found.fleet, now());
  for (const auto& absent : found.fleet.absent)
    stage_.say(client_.loop(), "no answer: " + absent.why.message);
  for (auto& [node, host] : found.connections) connections_.adopt(node, std::move(host));
  co_return std::move(found.fleet);
}

Task<Result<void>> Process::prove_dead(std::set<NodeName> nodes, executor::Listener& listener) {
  Witnesses witnesses(client_, scenario_.config, nodes,
                      [this](const std::string& text) { stage_.say(client_.loop(), text); });
  const fencing::Hearing hearing = [&listener](const model::Testimony& told) {
    listener.hear(model::Testified{told});
  };
  auto proven = co_await fencing::prove_dead(client_.loop(), witnesses, nodes, hearing);
  if (proven) dead_ = nodes;
  co_return proven;
}

// Before anything was shown.
void Process::refuse(const model::Fleet& fleet, const Fault& fault) {
  ended_ = Ended{Ending::refused, {}, {}, fault, {}};
  ended_->draft.fleet = fleet;
  tell(*ended_);
}

void Process::show(const operation::Draft& draft) {
  stage_.say(client_.loop(), fmt::format("plan: {} moves, {} blockers{}", draft.plan.moves.size(),
                                         draft.plan.blockers.size(), draft.changed ? ", changed" : ""));
  for (const auto& purge : draft.plan.purges)
    stage_.say(client_.loop(),
               fmt::format("stale: {} on {}, kept on {}", model::find_vm(draft.fleet, purge.vm)->name,
                           purge.node, purge.kept_on));
  for (const auto& start : draft.plan.starts)
    stage_.say(client_.loop(), fmt::format("to start: {} on {}{}", start.vm.name, start.vm.node,
                                           start.is_partial   ? ", where a part of it is ended first"
                                           : start.is_defined ? ", defined already"
                                                              : ""));
  tell_rests(draft);
  for (const auto& blocker : draft.plan.blockers) {
    const auto* vm = model::find_vm(draft.fleet, blocker.vm);
    stage_.say(client_.loop(),
               fmt::format("blocked: {}{}: {}", vm != nullptr ? vm->name.str() : newcomer_,
                           blocker.node ? " on " + blocker.node->str() : "", report::sentence(blocker)));
  }
}

operation::Wish Process::with_guards(operation::Wish wish, const model::Fleet& fleet) const {
  for (const auto& node : wish.reopen) {
    if (model::find_node(fleet, node) == nullptr) continue;
    const auto is_shut = client_.is_shut(node);
    if (!is_shut) wish.unasked.insert(node);
    if (is_shut.value_or(false)) wish.shut.insert(node);
  }
  return wish;
}

Task<Result<void>> Process::admit(NodeName node) {
  if (!client_.admit(node))
    co_return fault(FaultKind::unreachable, fmt::format("node '{}': it does not answer", node));
  stage_.say(client_.loop(), fmt::format("{}: its guard is opened", node));
  co_return Result<void>{};
}

model::WallTime Process::now() {
  return model::WallTime(std::chrono::floor<std::chrono::seconds>(client_.loop().now().time_since_epoch()));
}

void Process::tell_rests(const operation::Draft& draft) {
  for (const auto& rest : draft.plan.resting)
    stage_.say(client_.loop(), fmt::format("rests: {} until {} s", model::find_vm(draft.fleet, rest.vm)->name,
                                           rest.until.time_since_epoch().count()));
}

void Process::answer(const model::Verdicts& verdicts) {
  for (const auto& node : verdicts.nodes) {
    auto text = fmt::format("{} on {}: {}", verdicts.name, node.node,
                            node.is_here           ? "runs here"
                            : node.against.empty() ? "yes"
                                                   : "no");
    for (const auto& blocker : node.against) text += "; " + report::sentence(blocker);
    stage_.say(client_.loop(), text);
  }
}

void Process::tell(const Ended& ended) {
  if (ended.how == operation::Ending::nothing_to_do) tell_rests(ended.draft);
  stage_.say(client_.loop(), std::string(word(ended.how)) + (ended.fault ? ": " + ended.fault->message : ""));
  for (const auto& move : ended.outcome.moves) {
    const auto* vm = model::find_vm(ended.draft.fleet, move.move.vm);
    stage_.say(client_.loop(), fmt::format("result: {} {}{}{}", vm->name, report::word(move.result),
                                           move.node ? " at " + move.node->str() : "",
                                           move.fault.empty() ? "" : ": " + move.fault));
  }
  for (const auto& start : ended.outcome.starts)
    stage_.say(client_.loop(),
               fmt::format("result: {} {} on {}{}", start.start.vm.name, report::word(start.result),
                           start.start.vm.node, start.fault.empty() ? "" : ": " + start.fault));
  for (const auto& text : ended.outcome.warnings) stage_.say(client_.loop(), "warning: " + text);
}

}  // namespace haxen::scenario
