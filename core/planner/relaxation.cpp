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

class Wanted {
 public:
  Wanted(const Placement& now, const Bounds& bounds, VmIndex vm) : now_(now), vm_(vm) {
    for (NodeIndex n = 0; n < now.table().node_count(); ++n)
      if (n != now.node_of(vm) && bounds.may_enter(n)) look_at(n);
  }

  std::vector<Relaxation> take() {
    std::vector<Relaxation> all;
    for (auto& [kind, relaxation] : smallest_) all.push_back(std::move(relaxation));
    Relaxation last = blank(RelaxationKind::shut_down);
    all.push_back(std::move(last));
    std::ranges::stable_sort(all, {}, [](const Relaxation& r) { return cost(r.kind); });
    return all;
  }

 private:
  static int cost(RelaxationKind kind) {
    switch (kind) {
      case RelaxationKind::uncordon: return 0;
      case RelaxationKind::drop_rule: return 1;
      case RelaxationKind::more_cpus: return 2;
      case RelaxationKind::more_memory: return 3;
      case RelaxationKind::shut_down: return 4;
    }
    return 5;
  }

  Relaxation blank(RelaxationKind kind) const {
    Relaxation relaxation;
    relaxation.kind = kind;
    relaxation.vm = now_.table().vms()[vm_].vm->uuid;
    return relaxation;
  }

  /// Only what is the sole thing in the way is worth a word.
  void look_at(NodeIndex n) {
    const auto reasons = reasons_against(now_, vm_, n);
    if (reasons.size() != 1) return;
    const auto& row = now_.table().vms()[vm_];
    switch (reasons.front().reason) {
      case Reason::cordoned: return offer(blank(RelaxationKind::uncordon), n);
      case Reason::rule: {
        auto relaxation = blank(RelaxationKind::drop_rule);
        relaxation.rule = reasons.front().detail;
        return offer(std::move(relaxation), n);
      }
      case Reason::not_enough_cpus: {
        auto relaxation = blank(RelaxationKind::more_cpus);
        relaxation.cpus = static_cast<unsigned>(std::ceil(row.vcpus - now_.free_vcpus(n)));
        return offer(std::move(relaxation), n);
      }
      case Reason::not_enough_memory: {
        auto relaxation = blank(RelaxationKind::more_memory);
        relaxation.memory = {static_cast<std::uint64_t>(row.memory - now_.free(n))};
        return offer(std::move(relaxation), n);
      }
      default: return;
    }
  }

  void offer(Relaxation relaxation, NodeIndex n) {
    relaxation.node = now_.table().nodes()[n].node->name;
    const auto [entry, is_new] = smallest_.try_emplace(relaxation.kind, relaxation);
    const auto size = [](const Relaxation& r) { return std::pair(r.memory, r.cpus); };
    if (!is_new && size(relaxation) < size(entry->second)) entry->second = std::move(relaxation);
  }

  const Placement& now_;
  VmIndex vm_;
  std::map<RelaxationKind, Relaxation> smallest_;
};

}  // namespace

std::vector<Relaxation> relaxations(const Placement& now, const Bounds& bounds, VmIndex vm) {
  return Wanted(now, bounds, vm).take();
}

}  // namespace haxen::planner
