// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order in which a change is agreed to and made.
#include "operation/operation.hpp"

#include <fmt/format.h>

#include "executor/aftercare.hpp"
#include "executor/executor.hpp"
#include "executor/shut_down.hpp"
#include "executor/stranded.hpp"
#include "operation/draft.hpp"

namespace haxen::operation {

namespace {

// A fleet that changes after each agreement is somebody else's work in progress.
constexpr int drafts = 3;

class Course {
 public:
  Course(Context context, Wish wish)
      : context_(std::move(context)),
        wish_(std::move(wish)),
        marks_(context_.connections, context_.listener, context_.settings.operation, context_.self,
               context_.take_over) {}

  Task<Ended> run(model::Fleet fleet) {
    auto current = make_draft(std::move(fleet));
    for (int round = 0; round < drafts; ++round) {
      current.changed = round > 0;
      if (auto ended = objection(current)) co_return std::move(*ended);
      const auto marked = co_await mark(current);
      if (!marked) co_return refusal(std::move(current), marked.error());
      auto survey = co_await context_.desk.survey();
      if (!survey) co_return co_await withdraw(std::move(current), survey.error());
      auto next = make_draft(std::move(*survey));
      if (is_same(current, next) && changes(next).empty()) co_return co_await carry_out(std::move(next));
      co_await marks_.withdraw();
      current = std::move(next);
    }
    const Fault restless{FaultKind::busy, "the fleet changed after each of three plans was agreed to",
                         "somebody else moves or starts VMs; see 'haxen status'"};
    co_return refusal(std::move(current), restless);
  }

 private:
  Draft make_draft(model::Fleet fleet) const {
    return draft(wish_, std::move(fleet), context_.self, context_.settings.operation);
  }

  static Ended refusal(Draft current, Fault fault) {
    return Ended{Ending::refused, std::move(current), {}, std::move(fault), {}};
  }

  static bool has_work(const Draft& current) {
    return !current.plan.moves.empty() || !current.plan.shut_downs.empty() || !current.loose.empty() ||
           !current.stale.empty() || current.remarks;
  }

  // Of a plan that was made earlier: what has changed since, or else what its audit finds on the fleet of
  // now.
  std::vector<std::string> changes(const Draft& current) const {
    if (!wish_.drift) return {};
    auto found = wish_.drift(current.fleet);
    return found.empty() ? wish_.audit(current.fleet, current.plan) : found;
  }

  // What ends it before anything is touched.
  std::optional<Ended> objection(const Draft& current) const {
    if (auto found = changes(current); !found.empty())
      return Ended{Ending::outdated, current, {}, {}, std::move(found)};
    const auto broken = wish_.audit(current.fleet, current.plan);
    if (!broken.empty()) {
      return refusal(current, Fault{FaultKind::failed, "the plan does not pass its audit: " + broken.front(),
                                    "this is a defect of haxen; nothing was changed"});
    }
    if (!has_work(current) && current.plan.blockers.empty())
      return Ended{Ending::nothing_to_do, current, {}, {}, {}};
    context_.desk.show(current);
    if (is_stuck(wish_, current)) return Ended{Ending::blocked, current, {}, {}, {}};
    if (!context_.desk.agree(current)) return Ended{Ending::declined, current, {}, {}, {}};
    return std::nullopt;
  }

  Task<Result<void>> mark(const Draft& current) {
    announce(current);
    for (const auto& claim : current.stale) {
      const auto removed = co_await context_.connections.remove_mark(claim.node, claim.id);
      if (removed) context_.listener.hear(model::Unmarked{claim.node, model::MarkKind::claim});
    }
    co_return co_await marks_.take(wanted_marks(wish_, current), context_.desk.now(), wish_.reopen);
  }

  void announce(const Draft& current) const {
    Bytes memory;
    Bytes disks;
    for (const auto& move : current.plan.moves) {
      memory += move.memory;
      disks += storage(move);
    }
    context_.listener.hear(model::OperationBegan{context_.settings.operation, wish_.command,
                                                 current.plan.moves.size(), memory,
                                                 current.plan.expected_time, disks});
  }

  Task<Ended> withdraw(Draft current, Fault fault) {
    co_await marks_.withdraw();
    co_return refusal(std::move(current), std::move(fault));
  }

  Task<Ended> carry_out(Draft agreed) {
    std::vector<std::string> warnings;
    for (const auto& end : agreed.loose) {
      if (context_.stop.no_new_moves()) break;
      const auto told = co_await put_in_order(end);
      warnings.insert(warnings.end(), told.begin(), told.end());
    }
    Ended ended;
    ended.how = Ending::carried_out;
    ended.outcome = co_await executor::execute(context_.loop, context_.connections, context_.settings,
                                               context_.listener, context_.stop, agreed.fleet, agreed.plan);
    ended.outcome.shut_downs =
        co_await executor::shut_down_all(context_.loop, context_.connections, context_.settings,
                                         context_.listener, context_.stop, agreed.fleet, agreed.plan);
    const auto left = co_await marks_.release();
    warnings.insert(warnings.end(), left.begin(), left.end());
    ended.outcome.warnings.insert(ended.outcome.warnings.end(), warnings.begin(), warnings.end());
    ended.draft = std::move(agreed);
    co_return ended;
  }

  // A shell has nothing to put right: what there is of the VM is elsewhere.
  Task<std::vector<std::string>> put_in_order(LooseEnd end) {
    const auto& vm = end.vm;
    std::vector<std::string> told;
    switch (end.stranded) {
      case executor::Stranded::no: break;
      case executor::Stranded::only_copy: told.push_back(co_await revive(vm)); break;
      case executor::Stranded::shell: told.push_back(co_await bury(vm)); co_return told;
    }
    const auto failed = co_await executor::settle(context_.connections, vm);
    for (const auto& text : failed) told.push_back(fmt::format("vm '{}': {}", vm.name, text));
    co_return told;
  }

  Task<std::string> revive(model::Vm vm) {
    const auto done =
        co_await executor::revive(context_.loop, context_.connections, vm, context_.settings.proof_patience);
    co_return tell(vm, done ? std::string("an interrupted move had left it paused; it was resumed")
                            : "an interrupted move has left it paused: " + done.error().message);
  }

  Task<std::string> bury(model::Vm vm) {
    const auto done = co_await executor::bury(context_.loop, context_.connections, vm);
    const auto what = fmt::format("an interrupted move had left a paused copy of it on {}", vm.node);
    co_return tell(vm, done ? what + ", which was removed: it runs on " + vm.pending->to.str()
                            : what + ": " + done.error().message);
  }

  std::string tell(const model::Vm& vm, const std::string& text) {
    context_.listener.hear(model::Warned{model::NamedVm{vm.uuid, vm.name}, std::nullopt, text});
    return fmt::format("vm '{}': {}", vm.name, text);
  }

  Context context_;
  Wish wish_;
  executor::Marks marks_;
};

}  // namespace

Task<Ended> operate(Context context, Wish wish, model::Fleet fleet) {
  Course course(std::move(context), std::move(wish));
  co_return co_await course.run(std::move(fleet));
}

}  // namespace haxen::operation
