// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how the verdicts of all nodes lead to what would change them.
#include "planner/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "planner/verdict.hpp"

namespace haxen::planner {
namespace {

using model::Reason;
using model::Relaxation;
using model::RelaxationKind;

int cost(RelaxationKind kind) {
  switch (kind) {
    case RelaxationKind::uncordon: return 0;
    case RelaxationKind::drop_rule: return 1;
    case RelaxationKind::more_cpus: return 2;
    case RelaxationKind::more_memory: return 3;
    case RelaxationKind::shut_down: return 4;
  }
  return 5;
}

/// Changes that are enough together.
using Way = std::vector<Relaxation>;

std::vector<RelaxationKind> kinds(const Way& way) {
  std::vector<RelaxationKind> all;
  for (const auto& change : way) all.push_back(change.kind);
  return all;
}

int cost(const Way& way) {
  int sum = 0;
  for (const auto& change : way) sum += cost(change.kind);
  return sum;
}

std::pair<Bytes, unsigned> size(const Way& way) {
  std::pair<Bytes, unsigned> sum;
  for (const auto& change : way) {
    sum.first += change.memory;
    sum.second += change.cpus;
  }
  return sum;
}

class Wanted {
 public:
  Wanted(const Placement& now, const Bounds& bounds, VmIndex vm) : now_(now), vm_(vm) {
    for (NodeIndex n = 0; n < now.table().node_count(); ++n)
      if (n != now.node_of(vm) && bounds.may_enter(n)) look_at(n);
  }

  std::vector<Relaxation> take() {
    const auto is_single = [](const auto& entry) { return entry.second.size() == 1; };
    if (std::ranges::any_of(smallest_, is_single))
      std::erase_if(smallest_, [&](const auto& entry) { return !is_single(entry); });
    std::vector<Way> ways;
    for (auto& [kinds, way] : smallest_) ways.push_back(std::move(way));
    std::ranges::stable_sort(ways, {}, [](const Way& way) { return cost(way); });
    ways.push_back({blank(RelaxationKind::shut_down)});
    std::vector<Relaxation> all;
    for (unsigned number = 0; number < ways.size(); ++number) {
      for (auto& change : ways[number]) {
        change.way = number;
        all.push_back(std::move(change));
      }
    }
    return all;
  }

 private:
  Relaxation blank(RelaxationKind kind) const {
    Relaxation relaxation;
    relaxation.kind = kind;
    relaxation.vm = now_.table().vms()[vm_].vm->uuid;
    return relaxation;
  }

  /// Nobody makes three changes for one VM.
  void look_at(NodeIndex n) {
    const auto reasons = reasons_against(now_, vm_, n);
    if (reasons.empty() || reasons.size() > 2) return;
    Way way;
    for (const auto& reason : reasons) {
      auto change = change_for(reason, n);
      if (!change) return;
      change->node = now_.table().nodes()[n].node->name;
      way.push_back(std::move(*change));
    }
    std::ranges::stable_sort(way, {}, [](const Relaxation& change) { return cost(change.kind); });
    const auto [entry, is_new] = smallest_.try_emplace(kinds(way), way);
    if (!is_new && size(way) < size(entry->second)) entry->second = std::move(way);
  }

  std::optional<Relaxation> change_for(const model::Blocker& reason, NodeIndex n) const {
    const auto& row = now_.table().vms()[vm_];
    switch (reason.reason) {
      case Reason::cordoned: return blank(RelaxationKind::uncordon);
      case Reason::rule: {
        auto relaxation = blank(RelaxationKind::drop_rule);
        relaxation.rule = reason.detail;
        relaxation.company = company(reason.detail, n);
        return relaxation;
      }
      case Reason::not_enough_cpus: {
        auto relaxation = blank(RelaxationKind::more_cpus);
        relaxation.cpus = static_cast<unsigned>(std::ceil(row.vcpus - now_.free_vcpus(n)));
        return relaxation;
      }
      case Reason::not_enough_memory: {
        auto relaxation = blank(RelaxationKind::more_memory);
        relaxation.memory = {static_cast<std::uint64_t>(row.memory - now_.free(n))};
        return relaxation;
      }
      default: return std::nullopt;
    }
  }

  /// Whom the VM would meet on the node, where the rule keeps them apart node by node.
  std::vector<VmUuid> company(const std::string& rule, NodeIndex n) const {
    std::vector<VmUuid> all;
    for (const auto r : now_.rules().of(vm_)) {
      const auto& row = now_.rules().rows()[r];
      const bool is_meant = row.rule != nullptr && row.rule->name == rule && row.rule->label.empty() &&
                            row.kind == model::RuleKind::apart;
      if (!is_meant) continue;
      for (const auto v : row.members)
        if (v != vm_ && now_.node_of(v) == n) all.push_back(now_.table().vms()[v].vm->uuid);
    }
    return all;
  }

  const Placement& now_;
  VmIndex vm_;
  std::map<std::vector<RelaxationKind>, Way> smallest_;
};

}  // namespace

std::vector<Relaxation> relaxations(const Placement& now, const Bounds& bounds, VmIndex vm) {
  return Wanted(now, bounds, vm).take();
}

}  // namespace haxen::planner
