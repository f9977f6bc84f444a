// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the order in which a change is agreed to and made.
#include "operation/operation.hpp"

#include <algorithm>
#include <utility>

#include "executor/executor.hpp"
#include "executor/first_start.hpp"
#include "executor/shut_down.hpp"
#include "operation/departure.hpp"
#include "operation/draft.hpp"
#include "operation/endings.hpp"
#include "operation/loose_ends.hpp"
#include "operation/patience.hpp"
#include "operation/rejoin.hpp"
#include "operation/rounds.hpp"
#include "operation/unsound.hpp"

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
               context_.take_over),
        departure_(context_),
        patience_(context_.loop, context_.listener, context_.stop) {}

  Task<Ended> run(model::Fleet fleet) {
    if (!wish_.going_down) co_return co_await see_through(std::move(fleet));
    auto ended = co_await go_down(std::move(fleet));
    const auto left = co_await departure_.release();
    ended.outcome.warnings.insert(ended.outcome.warnings.end(), left.begin(), left.end());
    co_return ended;
  }

 private:
  // What a node that was to take it would not have any more has another plan made for it.
  Task<Ended> see_through(model::Fleet fleet) {
    auto ended = co_await bring_about(std::move(fleet));
    for (int round = 1; turned_away_ && round < drafts; ++round) {
      auto now = std::move(*turned_away_);
      turned_away_.reset();
      auto again = co_await bring_about(std::move(now));
      if (again.how != Ending::carried_out) {
        if (again.fault) ended.outcome.warnings.push_back(again.fault->message);
        co_return co_await leave_it(std::move(ended));
      }
      ended = joined(std::move(ended), std::move(again));
    }
    if (turned_away_) co_return co_await leave_it(std::move(ended));
    co_return ended;
  }

  // No plan found another place for what was turned away.
  Task<Ended> leave_it(Ended ended) {
    const auto fallen = co_await fall_back(ended.draft.fleet, ended.outcome);
    ended.outcome.shut_downs.insert(ended.outcome.shut_downs.end(), fallen.begin(), fallen.end());
    co_return ended;
  }

  Task<Ended> bring_about(model::Fleet fleet) {
    co_await measure(fleet);
    auto current = make_draft(std::move(fleet));
    warn_of_unsound(current);
    for (int round = 0; round < drafts; ++round) {
      current.changed = agreed_.has_value();
      if (auto ended = objection(current)) co_return std::move(*ended);
      const auto cleared = co_await clear(current);
      if (!cleared) co_return veto(std::move(current), cleared.error(), context_.stop);
      const auto marked = co_await mark(current);
      if (!marked) {
        if (!wish_.going_down) co_return refusal(std::move(current), marked.error());
        auto now = co_await look_again(marked.error());
        if (!now) co_return refusal(std::move(current), now.error());
        current = make_draft(std::move(*now));
        --round;  // others' work under way: not a fleet that never rests
        continue;
      }
      const auto proven = co_await prove_dead(current);
      if (!proven) co_return co_await give_back(std::move(current), proven.error());
      auto survey = co_await context_.desk.survey();
      if (!survey) co_return co_await withdraw(std::move(current), survey.error());
      auto next = make_draft(std::move(*survey));
      warn_of_unsound(next);
      if (is_same(current, next) && changes(next).empty()) co_return co_await carry_out(std::move(next));
      co_await marks_.withdraw();
      current = std::move(next);
    }
    const Fault restless{FaultKind::busy, "the fleet changed after each of three plans was agreed to",
                         "somebody else moves or starts VMs; see 'haxen status'"};
    co_return refusal(std::move(current), restless);
  }

  // Of nodes that go down in any case.
  Task<Ended> go_down(model::Fleet fleet) {
    auto now = co_await departure_.cordon(wish_, fleet, patience_);
    auto ended = refusal(make_draft(std::move(fleet)), now ? Fault{} : now.error());
    if (now) ended = co_await see_through(std::move(*now));
    const bool in_vain = ended.how == Ending::refused || ended.how == Ending::vetoed;
    if (!in_vain || wish_.fallback == Fallback::leave) co_return ended;
    co_return co_await give_up(std::move(ended));
  }

  Task<Result<model::Fleet>> look_again(Fault why) {
    const bool again = co_await patience_.try_again(why);
    if (!again) co_return tl::unexpected(std::move(why));
    co_return co_await context_.desk.survey();
  }

  // Nothing could be moved: what was to become of those that cannot move becomes of all.
  Task<Ended> give_up(Ended ended) {
    ended.how = Ending::carried_out;
    ended.outcome.warnings.push_back(ended.fault->message);
    ended.outcome.timed_out = context_.stop.cause() == model::StopCause::time_limit;
    for (const auto& move : ended.draft.plan.moves) {
      auto& outcome = ended.outcome.moves.emplace_back();
      outcome.move = move;
      outcome.node = move.from;
      outcome.fault = ended.fault->message;
    }
    ended.outcome.shut_downs = co_await fall_back(ended.draft.fleet, ended.outcome);
    co_return ended;
  }

  Task<std::vector<model::ShutDownOutcome>> fall_back(model::Fleet fleet, model::Outcome outcome) {
    if (context_.stop.no_new_moves() && context_.stop.cause() != model::StopCause::time_limit)
      co_return std::vector<model::ShutDownOutcome>{};
    co_return co_await operation::fall_back(context_.loop, context_.connections, context_.settings,
                                            context_.listener, wish_.fallback, fleet,
                                            left_behind(fleet, wish_.cordon, outcome));
  }

  // A plan that was made earlier stands as it is.
  bool foresees() const { return context_.foresight != nullptr && !wish_.drift; }

  Task<void> measure(const model::Fleet& fleet) {
    if (!foresees()) co_return;
    const auto first = draft(wish_, fleet, context_.self, context_.settings.operation);
    co_await context_.foresight->measure(first.fleet, first.plan);
  }

  Draft make_draft(model::Fleet fleet) const {
    if (foresees()) fleet = context_.foresight->informed(std::move(fleet));
    auto made = draft(wish_, std::move(fleet), context_.self, context_.settings.operation);
    if (foresees()) made.plan = context_.foresight->foretold(made.fleet, std::move(made.plan));
    return made;
  }

  // Whatever this operation has to do with them: somebody has to hear of it. What it puts right, or what is
  // in its way, it tells of by itself.
  void warn_of_unsound(const Draft& current) {
    const bool moves = !is_stuck(wish_, current);
    const auto is_told = [&current, moves](const VmUuid& vm) {
      const auto& [blockers, planned] = std::tie(current.plan.blockers, current.plan.moves);
      return std::ranges::find(blockers, vm, &model::Blocker::vm) != blockers.end() ||
             (moves && std::ranges::find(planned, vm, &model::Move::vm) != planned.end());
    };
    for (const auto& [vm, what] : unsound(current.fleet)) {
      if (is_told(vm.uuid) || !warned_.insert(vm.uuid).second) continue;
      context_.listener.hear(model::Warned{vm, std::nullopt, what});
    }
  }

  // Once for each plan that was agreed to.
  Task<Result<void>> clear(const Draft& current) {
    if (std::exchange(cleared_, true)) co_return Result<void>{};
    co_return co_await context_.desk.clear(current);
  }

  // For each plan that was agreed to: while somebody thinks it over, somebody else may switch the node on.
  Task<Result<void>> prove_dead(const Draft& current) {
    if (wish_.lost.empty() || current.plan.starts.empty()) co_return Result<void>{};
    co_return co_await context_.desk.prove_dead(wish_.lost, context_.listener);
  }

  // Of a plan that was made earlier: what has changed since, or else what its audit finds on the fleet of
  // now.
  std::vector<std::string> changes(const Draft& current) const {
    if (!wish_.drift) return {};
    auto found = wish_.drift(current.fleet);
    return found.empty() ? wish_.audit(current.fleet, current.plan) : found;
  }

  // What ends it before anything is touched.
  std::optional<Ended> objection(const Draft& current) {
    if (auto found = changes(current); !found.empty())
      return Ended{Ending::outdated, current, {}, {}, std::move(found)};
    const auto broken = wish_.audit(current.fleet, current.plan);
    if (!broken.empty()) {
      return refusal(current, Fault{FaultKind::failed, "the plan does not pass its audit: " + broken.front(),
                                    "this is a defect of haxen; nothing was changed"});
    }
    if (!has_work(current) && current.plan.blockers.empty())
      return Ended{Ending::nothing_to_do, current, {}, {}, {}};
    if (agreed_ && is_same(*agreed_, current)) return std::nullopt;
    context_.desk.show(current);
    if (is_stuck(wish_, current)) return Ended{Ending::blocked, current, {}, {}, {}};
    if (!context_.desk.agree(current)) return Ended{Ending::declined, current, {}, {}, {}};
    agreed_ = current;
    cleared_ = false;
    context_.listener.hear(announcement(wish_, current, context_.settings.operation));
    return std::nullopt;
  }

  Task<Result<void>> mark(const Draft& current) {
    for (const auto& claim : current.stale) {
      const auto removed = co_await context_.connections.remove_mark(claim.node, claim.id);
      if (removed) context_.listener.hear(model::Unmarked{claim.node, model::MarkKind::claim});
    }
    auto wanted = wanted_marks(wish_, current);
    if (wish_.going_down)  // these are marked already
      std::erase_if(wanted, [this](const auto& each) { return wish_.cordon.contains(each.node); });
    co_return co_await marks_.take(std::move(wanted), context_.desk.now(), wish_.reopen);
  }

  Task<Ended> give_back(Draft current, Fault fault) {
    co_await marks_.withdraw();
    co_return context_.stop.no_new_moves() ? veto(std::move(current), std::move(fault), context_.stop)
                                           : refusal(std::move(current), std::move(fault));
  }

  Task<Ended> withdraw(Draft current, Fault fault) {
    co_await marks_.withdraw();
    co_return refusal(std::move(current), std::move(fault));
  }

  Task<Ended> carry_out(Draft agreed) {
    std::vector<std::string> warnings;
    for (const auto& end : agreed.loose) {
      if (context_.stop.no_new_moves()) break;
      const auto told = co_await put_in_order(context_, end);
      warnings.insert(warnings.end(), told.begin(), told.end());
    }
    if (!context_.stop.no_new_moves()) {
      const auto back = co_await rejoin(context_, agreed);
      if (!back) co_return co_await withdraw(std::move(agreed), back.error());
      wish_.shut.clear();
    }
    Ended ended;
    ended.how = Ending::carried_out;
    ended.outcome = co_await executor::execute(context_.loop, context_.connections, context_.settings,
                                               context_.listener, context_.stop, agreed.fleet, agreed.plan);
    ended.outcome.shut_downs =
        co_await executor::shut_down_all(context_.loop, context_.connections, context_.settings,
                                         context_.listener, context_.stop, agreed.fleet, agreed.plan);
    if (!wish_.drift) turned_away_ = co_await turned_away(context_, ended.outcome);
    if (!turned_away_) {
      const auto fallen = co_await fall_back(agreed.fleet, ended.outcome);
      ended.outcome.shut_downs.insert(ended.outcome.shut_downs.end(), fallen.begin(), fallen.end());
    }
    ended.outcome.starts =
        co_await executor::start_all(context_.loop, context_.connections, context_.settings,
                                     context_.listener, context_.stop, agreed.fleet, agreed.plan);
    const auto left = co_await marks_.release();
    warnings.insert(warnings.end(), left.begin(), left.end());
    ended.outcome.warnings.insert(ended.outcome.warnings.end(), warnings.begin(), warnings.end());
    ended.draft = std::move(agreed);
    co_return ended;
  }

  Context context_;
  Wish wish_;
  executor::Marks marks_;
  Departure departure_;
  Patience patience_;
  std::optional<Draft> agreed_;
  std::set<VmUuid> warned_;
  bool cleared_ = false;                     // what was agreed to last
  std::optional<model::Fleet> turned_away_;  // what it cost moves that a node takes no VMs any more
};

}  // namespace

Task<Ended> operate(Context context, Wish wish, model::Fleet fleet) {
  Course course(std::move(context), std::move(wish));
  co_return co_await course.run(std::move(fleet));
}

}  // namespace haxen::operation
