// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which marks and which left-overs a plan is to see.
#include "operation/draft.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "executor/at_work.hpp"
#include "executor/stranded.hpp"
#include "operation/rejoin.hpp"

namespace haxen::operation {

namespace {

using executor::is_dead;
using model::MarkKind;

// Whether the wish's marks would say anything that the fleet's do not say already.
bool remarks(const Wish& wish, const model::Fleet& fleet) {
  const bool says_more = !wish.reason.empty() || wish.until;
  for (const auto& node : fleet.nodes) {
    const bool idle = model::is_cordoned(node) && !node.mark->active;
    if (wish.cordon.contains(node.name) && (!idle || says_more)) return true;
    if (wish.reopen.contains(node.name) && model::is_cordoned(node)) return true;
  }
  return false;
}

bool means_nothing(const model::Node& node, const Wish& wish, const executor::Self& self,
                   const OperationId& own) {
  const auto& mark = *node.mark;
  if (mark.leaving) return false;
  if (mark.kind == MarkKind::claim) return mark.operation == own || !mark.active || is_dead(mark, self);
  return wish.reopen.contains(node.name) && (!mark.active || is_dead(mark, self));
}

// Set at two definitions, autostart would run the VM twice: one that is off is put right only where every
// node that may have another is heard.
bool is_the_only_one(const model::Fleet& fleet, const model::Vm& vm) {
  const auto copies = std::ranges::count(fleet.vms, vm.uuid, &model::Vm::uuid);
  return copies == 1 && model::find_node(fleet, vm.pending->from) && model::find_node(fleet, vm.pending->to);
}

// Where an end of its move does not answer, a copy may run there: what tells of it is not to be forgotten.
bool is_in_doubt(const model::Fleet& fleet, const model::Vm& vm) {
  const auto is_absent = [&fleet](const NodeName& node) {
    return std::ranges::find(fleet.absent, node, &model::Absent::name) != fleet.absent.end();
  };
  return is_absent(vm.pending->from) || is_absent(vm.pending->to);
}

// The copy beside which another one is too much.
NodeName kept_on(const model::Fleet& fleet, const model::Vm& vm) {
  const auto is_other = [&vm](const model::Vm& each) { return each.uuid == vm.uuid && each.node != vm.node; };
  const auto found = std::ranges::find_if(fleet.vms, is_other);
  return found == fleet.vms.end() ? NodeName() : found->node;
}

std::vector<LooseEnd> loose_ends(const model::Fleet& fleet, const executor::Self& self) {
  const auto others = executor::at_work(fleet, self);
  std::vector<LooseEnd> loose;
  for (const auto& vm : fleet.vms) {
    const bool moving = vm.job && vm.job->kind != model::JobKind::other;
    if (!vm.pending || moving || others.contains(vm.pending->operation) || is_in_doubt(fleet, vm)) continue;
    const auto stranded = executor::stranded(fleet, vm);
    // Cleared of its notes, nobody would ever resume it.
    if (stranded == executor::Stranded::no && executor::is_waiting(vm)) continue;
    if (is_active(vm.state) || is_the_only_one(fleet, vm) || stranded == executor::Stranded::leftover)
      loose.push_back({vm, stranded, kept_on(fleet, vm)});
  }
  // What waits for nothing goes before what is to run in its place.
  std::ranges::stable_partition(
      loose, [](const LooseEnd& end) { return end.stranded == executor::Stranded::unclaimed; });
  return loose;
}

std::vector<StaleClaim> stale_claims(const model::Fleet& fleet, const executor::Self& self) {
  std::vector<StaleClaim> stale;
  for (const auto& node : fleet.nodes) {
    if (node.mark && node.mark->kind == MarkKind::claim && is_dead(*node.mark, self)) {
      stale.push_back({node.name, node.mark->id});
    }
  }
  return stale;
}

// A transient VM is not shut down: nothing of it would be left.
std::vector<model::ShutDown> shut_downs(const model::Fleet& fleet, const model::Plan& plan) {
  std::vector<model::ShutDown> result;
  for (const auto& blocker : plan.blockers) {
    const auto* vm = model::find_vm(fleet, blocker.vm);
    if (vm == nullptr || !vm->persistent || !is_active(vm->state)) continue;
    const model::ShutDown shut_down{vm->uuid, vm->node};
    if (std::ranges::find(result, shut_down) == result.end()) result.push_back(shut_down);
  }
  return result;
}

// Of a migration that was under way, nobody can say when it ends: that it has ended as planned is no change.
bool has_arrived(const model::Move& move, const model::Fleet& now) {
  const auto* vm = model::find_vm(now, move.vm);
  return move.kind == model::MoveKind::adopt && vm != nullptr && is_active(vm->state) && vm->node == move.to;
}

struct Step {
  VmUuid vm;
  NodeName from;
  NodeName to;
  std::set<VmUuid> after;
  std::vector<std::tuple<std::string, std::string, std::string, Bytes>> copies;  // how much they hold changes
  friend bool operator==(const Step&, const Step&) = default;
};

std::vector<Step> steps_to_come(const Draft& draft, const model::Fleet& now) {
  const auto& moves = draft.plan.moves;
  std::vector<Step> steps;
  for (const auto& move : moves) {
    if (has_arrived(move, now)) continue;
    Step step{move.vm, move.from, move.to, {}, {}};
    for (const auto& copy : move.copies)
      step.copies.emplace_back(copy.target, copy.path, copy.format, copy.capacity);
    for (const auto before : move.after)
      if (!has_arrived(moves[before], now)) step.after.insert(moves[before].vm);
    steps.push_back(std::move(step));
  }
  return steps;
}

// What an interrupted hand-over left paused is put in order before the first move: the plan is for the fleet
// as it is then.
void foresee_order(const std::vector<LooseEnd>& loose, const std::vector<model::Purge>& purges,
                   model::Fleet& fleet) {
  for (const auto& purge : purges)
    std::erase_if(fleet.vms,
                  [&purge](const model::Vm& vm) { return vm.uuid == purge.vm && vm.node == purge.node; });
  for (const auto& end : loose) {
    const auto is_it = [&end](const model::Vm& each) {
      return each.uuid == end.vm.uuid && each.node == end.vm.node;
    };
    switch (end.stranded) {
      case executor::Stranded::no: break;
      case executor::Stranded::only_copy:
        std::ranges::find_if(fleet.vms, is_it)->state = model::VmState::running;
        break;
      case executor::Stranded::shell:
      case executor::Stranded::unclaimed:
      case executor::Stranded::leftover: std::erase_if(fleet.vms, is_it); break;
    }
  }
}

}  // namespace

bool has_work(const Draft& draft) {
  const auto& plan = draft.plan;
  return !plan.moves.empty() || !plan.shut_downs.empty() || !plan.starts.empty() || !draft.loose.empty() ||
         !draft.stale.empty() || !plan.purges.empty() || !plan.admitted.empty() || draft.remarks;
}

model::OperationBegan announcement(const Wish& wish, const Draft& draft, const OperationId& operation) {
  Bytes memory;
  Bytes disks;
  for (const auto& move : draft.plan.moves) {
    memory += move.memory;
    disks += storage(move);
  }
  return {operation, wish.command, draft.plan.moves.size(), memory, draft.plan.expected_time, disks};
}

bool is_stuck(const Wish& wish, const Draft& draft) {
  // Of a VM that is off there is nothing to shut down; that its definition stays breaks nothing.
  const auto addressed = [&draft](const model::Blocker& blocker) {
    const auto& asked = draft.plan.shut_downs;
    const auto* vm = model::find_vm(draft.fleet, blocker.vm);
    return std::ranges::find(asked, blocker.vm, &model::ShutDown::vm) != asked.end() ||
           (vm != nullptr && !is_active(vm->state));
  };
  const auto& blockers = draft.plan.blockers;
  if (std::ranges::find(blockers, model::Reason::definition_in_doubt, &model::Blocker::reason) !=
      blockers.end())
    return true;
  if (!wish.lost.empty() && draft.plan.starts.empty()) return !draft.plan.blockers.empty();
  switch (wish.on_blocked) {
    case OnBlocked::fail: return !draft.plan.blockers.empty();
    case OnBlocked::skip: return false;
    case OnBlocked::shut_down: return !std::ranges::all_of(draft.plan.blockers, addressed);
  }
  return true;
}

Draft draft(const Wish& wish, model::Fleet fleet, const executor::Self& self, const OperationId& own) {
  Draft result;
  result.loose = loose_ends(fleet, self);
  result.stale = stale_claims(fleet, self);
  result.remarks = remarks(wish, fleet);
  auto compared = compare(fleet, wish.reopen, wish.shut, result.loose);
  for (const auto& purge : compared.stale)
    if (wish.unasked.contains(purge.node)) result.unasked.insert(purge.node);
  foresee_order(result.loose, compared.stale, fleet);
  for (auto& node : fleet.nodes) {
    if (node.mark && means_nothing(node, wish, self, own)) node.mark = std::nullopt;
  }
  result.plan = wish.plan(fleet);
  result.plan.purges = std::move(compared.stale);
  result.plan.admitted.assign(wish.shut.begin(), wish.shut.end());
  // What is there of them is part of the plan.
  std::erase_if(result.loose, [&](const LooseEnd& end) {
    const auto is_it = [&](const model::Start& start) { return start.vm.uuid == end.vm.uuid; };
    return std::ranges::any_of(result.plan.starts, is_it);
  });
  if (wish.on_blocked == OnBlocked::shut_down) result.plan.shut_downs = shut_downs(fleet, result.plan);
  // No answer to blockers is one to these.
  result.plan.blockers.insert(result.plan.blockers.end(), compared.doubts.begin(), compared.doubts.end());
  result.fleet = std::move(fleet);
  return result;
}

bool is_same(const Draft& a, const Draft& b) {
  const auto same_start = [](const model::Start& x, const model::Start& y) {
    return std::tie(x.vm.uuid, x.vm.node, x.is_defined, x.is_partial) ==
           std::tie(y.vm.uuid, y.vm.node, y.is_defined, y.is_partial);
  };
  // The particulars hold what a node has left, which goes on changing.
  const auto same_blocker = [](const model::Blocker& x, const model::Blocker& y) {
    return std::tie(x.reason, x.vm, x.node) == std::tie(y.reason, y.vm, y.node);
  };
  return std::ranges::equal(steps_to_come(a, b.fleet), steps_to_come(b, b.fleet)) &&
         std::ranges::equal(a.plan.starts, b.plan.starts, same_start) && a.plan.purges == b.plan.purges &&
         std::ranges::equal(a.plan.blockers, b.plan.blockers, same_blocker);
}

std::vector<executor::Wanted> wanted_marks(const Wish& wish, const Draft& draft) {
  std::map<NodeName, executor::Wanted> wanted;
  for (const auto& node : wish.cordon) {
    wanted[node] = executor::Wanted{node, MarkKind::cordon, Bytes{}, wish.reason, wish.until};
  }
  for (const auto& node : wish.reopen)
    wanted[node] = executor::Wanted{node, MarkKind::claim, Bytes{}, wish.reason, {}};
  const auto book = [&](const NodeName& node, Bytes memory) {
    auto& mark = wanted.try_emplace(node, executor::Wanted{node, MarkKind::claim, Bytes{}, wish.reason, {}})
                     .first->second;
    mark.booked += memory;
  };
  for (const auto& move : draft.plan.moves) book(move.to, move.memory);
  for (const auto& start : draft.plan.starts)
    book(start.vm.node, start.kind == model::StartKind::rehome ? Bytes{} : model::footprint(start.vm));
  if (!wish.lost.empty())
    for (const auto& node : draft.fleet.nodes)
      if (!model::is_cordoned(node)) book(node.name, Bytes{});
  std::vector<executor::Wanted> marks;
  for (auto& [node, mark] : wanted) marks.push_back(std::move(mark));
  return marks;
}

}  // namespace haxen::operation
