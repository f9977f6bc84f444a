// SPDX-License-Identifier: GPL-2.0-or-later
// Knows who is placed first, and what is said of those that have no place.
#include "planner/failover.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

#include "planner/eligibility.hpp"
#include "planner/failover_room.hpp"
#include "planner/make_way.hpp"
#include "planner/relaxation.hpp"
#include "planner/rivals.hpp"
#include "planner/verdict.hpp"

namespace haxen::planner {
namespace {

using model::Blocker;
using model::Reason;

constexpr unsigned longest_chain = 2;
constexpr std::uint64_t chain_effort = 200'000;

void append(std::vector<Blocker>& all, const std::vector<Blocker>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// As a source whose VMs only have to be started, not to be carried over.
model::Node as_source(model::Node node) {
  node.mark.reset();
  node.host_uuid = fmt::format("(lost) {}", node.name);
  node.hypervisor_version = {0, 0, 1};  // below any: it need not be older than the target
  return node;
}

model::Vm as_running(model::Vm vm) {
  vm.state = model::VmState::running;
  vm.job.reset();
  vm.pending.reset();
  return vm;
}

/// What there is of a lost VM that it is started in the place of: where that is.
const model::Vm* left_of(const model::Fleet& fleet, const model::Vm& vm, const NodeName& lost) {
  const auto* left = begun(fleet, vm);
  return left != nullptr ? left : left_partial(fleet, vm, lost);
}

/// By its notes it was on its way from `node` to another one.
bool came_from(const model::Vm& vm, const NodeName& node) {
  return vm.pending && vm.pending->from == node && vm.pending->to != node;
}

/// The fleet with the lost nodes among the others, and of their VMs those that ran.
model::Fleet united(const model::Fleet& fleet) {
  auto all = fleet;
  all.absent.clear();
  all.lost.clear();
  for (const auto& lost : fleet.lost) {
    all.nodes.push_back(as_source(lost.node));
    for (const auto& kept : lost.vms) {
      if (!model::is_active(kept.vm.state)) continue;
      // What a run that was cut short has left of it is started where it is: it is in nobody's way.
      if (const auto* left = left_of(fleet, kept.vm, lost.node.name)) {
        const auto is_left = [&](const model::Vm& vm) {
          return vm.uuid == left->uuid && vm.node == left->node;
        };
        std::erase_if(all.vms, is_left);
      }
      all.vms.push_back(as_running(kept.vm));
    }
  }
  return model::sorted(std::move(all));
}

model::Start start_of(const model::LedgerVm& kept, const NodeName& lost, const NodeName& at,
                      model::StartKind kind) {
  model::Start start{kept.vm, kept.definition, false, kind, lost};
  start.vm.node = at;
  start.vm.state = model::VmState::shut_off;
  start.vm.job.reset();
  start.vm.pending.reset();
  if (!start.vm.origin && !came_from(kept.vm, at)) start.vm.origin = lost;
  return start;
}

class Recovery {
 public:
  Recovery(const model::Fleet& fleet, const FailoverRequest& request)
      : fleet_(fleet),
        request_(request),
        united_(united(fleet)),
        table_(united_, request.operation),
        rules_(table_, Horizon::end),
        now_(table_, rules_) {
    for (const auto& lost : fleet.lost)
      for (const auto& kept : lost.vms) kept_[kept.vm.uuid] = {&lost, &kept};
    bounds_.may_touch = [this](VmIndex v) { return is_placed(v); };
    bounds_.may_enter = [this](NodeIndex n) { return !is_lost(n); };
  }

  model::Plan run() {
    const auto waiting = in_order();
    for (const auto v : waiting) now_.loosen(v);
    for (const auto v : waiting) place(v);
    for (const auto v : waiting)
      if (!is_placed(v) && plan_blocked_.insert(uuid(v)).second) explain(v);
    write_starts(waiting);
    if (request_.stopped == StoppedVms::move) rehome();
    note_room();
    return std::move(plan_);
  }

 private:
  struct Kept {
    const model::LedgerNode* node = nullptr;
    const model::LedgerVm* vm = nullptr;
  };

  const model::Vm& vm(VmIndex v) const { return *table_.vms()[v].vm; }
  const VmUuid& uuid(VmIndex v) const { return vm(v).uuid; }
  const Kept& kept(VmIndex v) const { return kept_.at(uuid(v)); }
  const model::Vm* left_of(VmIndex v) const {
    return planner::left_of(fleet_, vm(v), kept(v).node->node.name);
  }
  bool is_lost(NodeIndex n) const {
    return model::find_node(fleet_, table_.nodes()[n].node->name) == nullptr;
  }
  bool is_of_lost(VmIndex v) const { return is_lost(table_.vms()[v].node); }
  bool is_placed(VmIndex v) const { return is_of_lost(v) && !is_lost(now_.node_of(v)); }

  /// Those to be started, the most urgent first.
  std::vector<VmIndex> in_order() const {
    std::vector<VmIndex> all;
    for (VmIndex v = 0; v < table_.vm_count(); ++v)
      if (is_of_lost(v)) all.push_back(v);
    std::ranges::sort(all, {}, [this](VmIndex v) {
      return std::tuple(-vm(v).policy.priority, -table_.vms()[v].memory, vm(v).name, uuid(v));
    });
    return all;
  }

  void place(VmIndex v) {
    if (block_for_itself(v)) return;
    if (const auto* left = left_of(v)) {
      const auto n = table_.find(left->node);
      if (now_.admits(v, n)) now_.move(v, n);
      pinned_.insert(v);
      return;
    }
    const auto n = roomiest(v);
    if (n != nowhere) {
      now_.move(v, n);
      return;
    }
    Effort effort(chain_effort);
    Bounds bounds = bounds_;
    bounds.may_touch = [this](VmIndex other) { return is_placed(other) && !pinned_.contains(other); };
    make_way(now_, bounds, v, longest_chain, effort);
  }

  NodeIndex roomiest(VmIndex v) const {
    NodeIndex best = nowhere;
    for (NodeIndex n = 0; n < table_.node_count(); ++n) {
      if (is_lost(n) || !now_.admits(v, n)) continue;
      if (best == nowhere || now_.free(n) > now_.free(best)) best = n;
    }
    return best;
  }

  bool is_acted_for(const model::Absent& absent) const {
    return std::ranges::any_of(fleet_.lost,
                               [&](const model::LedgerNode& lost) { return lost.node.name == absent.name; });
  }

  std::vector<Blocker> silence(const VmUuid& vm) const {
    std::vector<Blocker> all;
    for (const auto& absent : fleet_.absent)
      if (!is_acted_for(absent))
        all.push_back({Reason::target_unreachable, vm, absent.name,
                       fmt::format("it might be there: {}", absent.why.message)});
    return all;
  }

  /// What keeps it from being started, wherever that would be.
  bool block_for_itself(VmIndex v) {
    const auto size = plan_.blockers.size();
    append(plan_.blockers, silence(uuid(v)));
    const auto* left = left_of(v);
    if (left == nullptr) append(plan_.blockers, rivals(fleet_, vm(v)));
    // Names are told apart by nobody but people; of two lost namesakes the first keeps its own.
    const auto namesake = names_.try_emplace(vm(v).name, kept(v).node->node.name);
    if (!namesake.second) plan_.blockers.push_back({Reason::name_taken, uuid(v), namesake.first->second, {}});
    const bool has_definition = !kept(v).vm->definition.empty() || (left != nullptr && left->persistent);
    if (!has_definition) plan_.blockers.push_back({Reason::not_in_ledger, uuid(v), std::nullopt, {}});
    for (const auto& own : hindrances(vm(v), kept(v).node->node))
      if (ties_to_host(own.reason)) plan_.blockers.push_back(own);
    if (plan_.blockers.size() > size) plan_blocked_.insert(uuid(v));
    return plan_.blockers.size() > size;
  }

  void explain(VmIndex v) {
    plan_.blockers.push_back({Reason::no_target, uuid(v), std::nullopt, {}});
    for (NodeIndex n = 0; n < table_.node_count(); ++n)
      if (!is_lost(n)) append(plan_.blockers, reasons_against(now_, v, n));
    for (auto& offer : relaxations(now_, bounds_, v))
      if (offer.kind != model::RelaxationKind::shut_down) plan_.relaxations.push_back(std::move(offer));
  }

  void write_starts(const std::vector<VmIndex>& waiting) {
    for (const auto v : waiting) {
      if (!is_placed(v)) continue;
      const auto& at = table_.nodes()[now_.node_of(v)].node->name;
      auto start = start_of(*kept(v).vm, kept(v).node->node.name, at, model::StartKind::restart);
      if (const auto* left = left_of(v)) {
        start.is_defined = left->persistent;
        start.is_partial = model::is_active(left->state) && begun(fleet_, vm(v)) == nullptr;
      }
      plan_.starts.push_back(std::move(start));
    }
  }

  void rehome() {
    for (const auto& lost : fleet_.lost)
      for (const auto& each : lost.vms)
        if (!model::is_active(each.vm.state)) rehome(lost, each);
  }

  void rehome(const model::LedgerNode& lost, const model::LedgerVm& each) {
    auto against = silence(each.vm.uuid);
    if (const auto* left = begun(fleet_, each.vm); left != nullptr && against.empty()) {
      plan_.starts.push_back(start_of(each, lost.node.name, left->node, model::StartKind::rehome));
      plan_.starts.back().is_defined = true;
      return;
    }
    append(against, rivals(fleet_, each.vm));
    if (each.definition.empty()) against.push_back({Reason::not_in_ledger, each.vm.uuid, std::nullopt, {}});
    if (!against.empty()) return append(plan_.blockers, against);
    NodeIndex best = nowhere;
    for (NodeIndex n = 0; n < table_.node_count(); ++n) {
      if (is_lost(n)) continue;
      const auto found = obstacles(each.vm, as_source(lost.node), *table_.nodes()[n].node);
      append(against, found);
      if (found.empty() && (best == nowhere || now_.free(n) > now_.free(best))) best = n;
    }
    if (best == nowhere) {
      plan_.blockers.push_back({Reason::no_target, each.vm.uuid, std::nullopt, {}});
      return append(plan_.blockers, against);
    }
    plan_.starts.push_back(
        start_of(each, lost.node.name, table_.nodes()[best].node->name, model::StartKind::rehome));
  }

  static bool ties_to_host(Reason reason) {
    switch (reason) {
      case Reason::host_device:
      case Reason::virtiofs:
      case Reason::shared_memory:
      case Reason::tpm_state:
      case Reason::nvram_state:
      case Reason::pinned:
      case Reason::definition_unread: return true;
      default: return false;
    }
  }

  /// Of the fleet as the plan leaves it.
  void note_room() {
    auto after = fleet_;
    after.lost.clear();
    for (const auto& start : plan_.starts) {
      std::erase_if(after.vms, [&](const model::Vm& vm) { return vm.uuid == start.vm.uuid; });
      if (start.kind == model::StartKind::rehome) continue;
      after.vms.push_back(as_running(start.vm));
    }
    after = model::sorted(std::move(after));
    std::size_t stranded = 0;
    for (const auto& room : failover_room(after)) stranded += room.stranded.size();
    plan_.exposed = stranded;
  }

  const model::Fleet& fleet_;
  const FailoverRequest& request_;
  model::Fleet united_;
  Table table_;
  Rules rules_;
  Placement now_;
  Bounds bounds_;
  std::map<VmUuid, Kept> kept_;
  std::set<VmIndex> pinned_;          // to where a run that was cut short has defined them
  std::map<VmName, NodeName> names_;  // of those that are to be started
  std::set<VmUuid> plan_blocked_;
  model::Plan plan_;
};

}  // namespace

model::Plan failover(const model::Fleet& fleet, const FailoverRequest& request) {
  model::Plan none;
  for (const auto& lost : request.lost) {
    if (model::find_node(fleet, lost.node.name) == nullptr) continue;
    for (const auto& kept : lost.vms)
      none.blockers.push_back({Reason::lost_node_answers, kept.vm.uuid, lost.node.name, {}});
  }
  return none.blockers.empty() ? Recovery(fleet, request).run() : none;
}

}  // namespace haxen::planner
