// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which VMs have to leave, and what is said of those that cannot.
#include "planner/evacuate.hpp"

#include <algorithm>

#include "planner/draft.hpp"
#include "planner/packing.hpp"
#include "planner/relaxation.hpp"
#include "planner/stopped.hpp"
#include "planner/verdict.hpp"

namespace haxen::planner {
namespace {

class Evacuation {
 public:
  Evacuation(const model::Fleet& fleet, const EvacuationRequest& request)
      : request_(request),
        table_(fleet, request.operation, request.local_disks),
        rules_(table_),
        start_(table_, rules_) {
    is_source_.resize(table_.node_count());
    is_target_.resize(table_.node_count());
    for (NodeIndex n = 0; n < table_.node_count(); ++n) {
      const auto& name = table_.nodes()[n].node->name;
      is_source_[n] = request.sources.contains(name);
      is_target_[n] = !is_source_[n] && (request.targets.empty() || request.targets.contains(name));
    }
    bounds_.may_touch = [this](VmIndex v) {
      return table_.vms()[v].may_leave && request_.vms.holds(uuid(v));
    };
    bounds_.may_enter = [this](NodeIndex n) -> bool { return is_target_[n]; };
  }

  model::Plan run() {
    auto now = start_;
    const auto adopted = adopt(now);
    auto packing = pack(now, bounds_, leavers());
    Hops hops = adopted;
    hops.insert(hops.end(), packing.hops.begin(), packing.hops.end());
    auto plan = plan_of(start_, hops, adopted.size(), request_.limits);
    for (const auto v : hindered_) append(plan.blockers, own_blockers(table_, v));
    std::ranges::sort(packing.unplaced);
    for (const auto v : packing.unplaced) explain(now, v, plan);
    if (request_.stopped == StoppedVms::move) {
      const auto is_source = [this](const model::Vm& vm) {
        return request_.sources.contains(vm.node) && request_.vms.holds(vm.uuid);
      };
      const auto is_target = [this](const model::Vm&, const NodeName& node) {
        const auto n = table_.find(node);
        return n != nowhere && is_target_[n];
      };
      return with_stopped(table_.fleet(), std::move(plan), {is_source, is_target}, request_.limits);
    }
    return plan;
  }

 private:
  const VmRow& row(VmIndex v) const { return table_.vms()[v]; }
  const VmUuid& uuid(VmIndex v) const { return row(v).vm->uuid; }

  static void append(std::vector<model::Blocker>& all, const std::vector<model::Blocker>& more) {
    all.insert(all.end(), more.begin(), more.end());
  }

  model::Blocker blocker(VmIndex v, model::Reason reason) const {
    return {reason, uuid(v), std::nullopt, {}};
  }

  bool is_leaver(VmIndex v) const { return is_source_[row(v).node] && request_.vms.holds(uuid(v)); }

  /// The migrations that are under way from a source to where its VMs may go.
  Hops adopt(Placement& now) const {
    Hops hops;
    for (VmIndex v = 0; v < table_.vm_count(); ++v) {
      if (!is_leaver(v) || row(v).bound_for == nowhere || !is_target_[row(v).bound_for]) continue;
      hops.push_back({v, row(v).node, row(v).bound_for});
      now.arrive(v);
    }
    return hops;
  }

  std::vector<VmIndex> leavers() {
    std::vector<VmIndex> all;
    for (VmIndex v = 0; v < table_.vm_count(); ++v) {
      if (!is_leaver(v)) continue;
      const bool is_adopted = row(v).bound_for != nowhere && is_target_[row(v).bound_for];
      if (is_adopted) continue;
      (row(v).may_leave ? all : hindered_).push_back(v);
    }
    return all;
  }

  /// Every node has its say, the unreachable ones too.
  void explain(const Placement& now, VmIndex v, model::Plan& plan) const {
    plan.blockers.push_back(blocker(v, model::Reason::no_target));
    for (NodeIndex n = 0; n < table_.node_count(); ++n) {
      const auto& name = table_.nodes()[n].node->name;
      if (n == row(v).node) continue;
      if (is_target_[n])
        append(plan.blockers, reasons_against(now, v, n));
      else
        plan.blockers.push_back(
            {model::Reason::excluded_target, uuid(v), name, is_source_[n] ? "being emptied" : ""});
    }
    for (const auto& absent : table_.fleet().absent)
      plan.blockers.push_back({model::Reason::target_unreachable, uuid(v), absent.name, absent.why.message});
    const auto offers = relaxations(now, bounds_, v);
    plan.relaxations.insert(plan.relaxations.end(), offers.begin(), offers.end());
  }

  const EvacuationRequest& request_;
  Table table_;
  Rules rules_;
  Placement start_;
  std::vector<bool> is_source_;
  std::vector<bool> is_target_;
  Bounds bounds_;
  std::vector<VmIndex> hindered_;
};

}  // namespace

model::Plan evacuate(const model::Fleet& fleet, const EvacuationRequest& request) {
  return Evacuation(fleet, request).run();
}

}  // namespace haxen::planner
