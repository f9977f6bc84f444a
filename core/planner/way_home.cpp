// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs are away from home, and in what order they come back.
#include <algorithm>
#include <tuple>

#include "planner/draft.hpp"
#include "planner/evacuate.hpp"
#include "planner/ordering.hpp"
#include "planner/stopped.hpp"
#include "planner/verdict.hpp"

namespace haxen::planner {
namespace {

model::Fleet with_homes_open(model::Fleet fleet, const std::set<NodeName>& homes) {
  for (auto& node : fleet.nodes)
    if (homes.contains(node.name) && model::is_cordoned(node)) node.mark.reset();
  return fleet;
}

constexpr NodeIndex unreachable = nowhere - 1;

class WayHome {
 public:
  WayHome(const model::Fleet& fleet, const HomeRequest& request)
      : request_(request),
        table_(fleet, request.operation, request.local_disks),
        rules_(table_),
        start_(table_, rules_) {}

  model::Plan run() {
    const auto adopted = sort_out();
    auto now = start_;
    for (const auto& hop : adopted) now.arrive(hop.vm);
    const auto home = bring_home(now);
    for (const auto& hop : home) now.move(hop.vm, hop.to);
    auto hops = adopted;
    hops.insert(hops.end(), home.begin(), home.end());
    auto plan = plan_of(start_, hops, adopted.size(), request_.limits);
    plan.blockers = std::move(blockers_);
    for (const auto& wish : refused_) explain(now, wish, plan.blockers);
    if (request_.stopped == StoppedVms::move) {
      const auto is_away = [this](const model::Vm& vm) {
        return vm.origin && *vm.origin != vm.node && request_.nodes.contains(*vm.origin) &&
               request_.vms.holds(vm.uuid);
      };
      const auto is_home = [](const model::Vm& vm, const NodeName& node) { return node == *vm.origin; };
      return with_stopped(table_.fleet(), std::move(plan), {is_away, is_home}, request_.limits);
    }
    return plan;
  }

 private:
  static void append(std::vector<model::Blocker>& all, const std::vector<model::Blocker>& more) {
    all.insert(all.end(), more.begin(), more.end());
  }

  /// A home that would take the VM, and yet is not reached, has no order in which all could come.
  static void explain(const Placement& now, const Wish& wish, std::vector<model::Blocker>& blockers) {
    auto reasons = reasons_against(now, wish.vm, wish.to);
    if (reasons.empty())
      reasons.push_back({model::Reason::no_target, now.table().vms()[wish.vm].vm->uuid, std::nullopt, {}});
    append(blockers, reasons);
  }

  /// Where the VM belongs, when that is one of the homes asked for and it is not there; `unreachable` when
  /// that has no row.
  NodeIndex home_of(VmIndex v) const {
    const auto& vm = *table_.vms()[v].vm;
    if (!vm.origin || !request_.nodes.contains(*vm.origin) || !request_.vms.holds(vm.uuid)) return nowhere;
    const auto home = table_.find(*vm.origin);
    if (home == nowhere) return unreachable;
    return home == table_.vms()[v].node ? nowhere : home;
  }

  /// Those who may leave become wishes; the hindered are named; who is on the way already is adopted.
  Hops sort_out() {
    Hops adopted;
    for (VmIndex v = 0; v < table_.vm_count(); ++v) {
      const auto home = home_of(v);
      const auto& row = table_.vms()[v];
      if (home == nowhere) continue;
      if (home == unreachable)
        blockers_.push_back({model::Reason::target_unreachable, row.vm->uuid, *row.vm->origin, {}});
      else if (row.bound_for == home)
        adopted.push_back({v, row.node, home});
      else if (row.may_leave)
        wishes_.push_back({v, home});
      else
        append(blockers_, own_blockers(table_, v));
    }
    std::ranges::sort(wishes_, {}, [&](const Wish& wish) {
      const auto& row = table_.vms()[wish.vm];
      return std::tuple(-row.vm->policy.priority, -row.memory, wish.vm);
    });
    return adopted;
  }

  /// Who gets stuck stays where he is, and the others are tried again without him.
  Hops bring_home(const Placement& from) {
    const auto may_park = [](NodeIndex) { return true; };
    while (true) {
      auto ordered = order(from, wishes_, may_park);
      if (ordered.stuck.empty()) return std::move(ordered.hops);
      std::ranges::sort(ordered.stuck);
      const auto is_stuck = [&](const Wish& wish) {
        return std::ranges::binary_search(ordered.stuck, wish.vm);
      };
      std::ranges::copy_if(wishes_, std::back_inserter(refused_), is_stuck);
      std::erase_if(wishes_, is_stuck);
    }
  }

  const HomeRequest& request_;
  Table table_;
  Rules rules_;
  Placement start_;
  std::vector<Wish> wishes_;
  std::vector<Wish> refused_;
  std::vector<model::Blocker> blockers_;
};

}  // namespace

model::Plan way_home(const model::Fleet& fleet, const HomeRequest& request) {
  const auto open = with_homes_open(fleet, request.nodes);
  return WayHome(open, request).run();
}

}  // namespace haxen::planner
