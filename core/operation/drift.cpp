// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what of a fleet has changed under a kept plan.
#include "operation/drift.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "document/words.hpp"

namespace haxen::operation {

namespace {

// A VM that waits for its disk runs: which of the two is seen is load, not change.
model::VmState settled(model::VmState state) {
  return state == model::VmState::blocked_on_io ? model::VmState::running : state;
}

std::string in_words(model::VmState state) {
  std::string text(document::word(settled(state)));
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string in_words(const std::optional<model::Mark>& mark) {
  if (!mark) return "not marked";
  const auto& holder = mark->holder;
  switch (mark->kind) {
    case model::MarkKind::cordon: {
      const auto why = mark->reason.empty() ? "" : fmt::format(" ({})", mark->reason);
      return fmt::format("cordoned by {}@{}{}", holder.user, holder.host, why);
    }
    case model::MarkKind::claim:
      return fmt::format("claimed by operation {} for {} of VMs", mark->operation, to_string(mark->booked));
  }
  return {};
}

std::string in_words(const std::optional<double>& limit) {
  return limit ? fmt::format("{:g}", *limit) : "any number of";
}

bool is_same(const std::optional<model::Mark>& a, const std::optional<model::Mark>& b) {
  if (!a || !b) return !a && !b;
  return a->kind == b->kind && a->booked == b->booked;
}

class Comparison {
 public:
  Comparison(const KeptPlan& kept, const model::Fleet& now) : kept_(kept), now_(now) {
    for (const auto& node : kept.basis.nodes) nodes_.insert(node.name);
    for (const auto& vm : kept.basis.vms) vms_.insert(vm.uuid);
  }

  std::vector<std::string> run() {
    for (const auto& node : kept_.basis.nodes) compare(node);
    for (const auto& vm : kept_.basis.vms) compare(vm);
    newcomers();
    rules();
    return std::move(changes_);
  }

 private:
  void add(const model::Node& node, const std::string& change) {
    changes_.push_back(fmt::format("node '{}': {}", node.name, change));
  }
  void add(const model::Vm& vm, const std::string& change) {
    changes_.push_back(fmt::format("vm '{}': {}", vm.name, change));
  }

  void compare(const model::Node& then) {
    const auto* now = model::find_node(now_, then.name);
    if (now == nullptr) return missing(then);
    if (now->memory_capacity != then.memory_capacity)
      add(then, fmt::format("VMs may hold {} there now, not {}", to_string(now->memory_capacity),
                            to_string(then.memory_capacity)));
    if (now->vcpu_limit != then.vcpu_limit)
      add(then, fmt::format("VMs may have {} virtual CPUs there now, not {}", in_words(now->vcpu_limit),
                            in_words(then.vcpu_limit)));
    if (!is_same(mark(*now), mark(then)))
      add(then, fmt::format("is {} now, and was {}", in_words(mark(*now)), in_words(mark(then))));
  }

  void missing(const model::Node& then) {
    const auto absent = std::ranges::find(now_.absent, then.name, &model::Absent::name);
    if (absent == now_.absent.end()) return add(then, "is not in the fleet file any more");
    changes_.push_back(absent->why.message);
  }

  // The plan's own cordon may be there already: from a run that was interrupted, or by hand beforehand.
  std::optional<model::Mark> mark(const model::Node& node) const {
    const bool own = kept_.cordon.contains(node.name) && model::is_cordoned(node);
    return own ? std::nullopt : node.mark;
  }

  void compare(const model::Vm& then) {
    const auto* now = standing(now_, then.uuid);
    if (now == nullptr) return add(then, "is on no node that answers");
    if (now->name != then.name) add(then, fmt::format("is called '{}' now", now->name));
    if (!is_on_its_way(*now, then.node))
      add(then, fmt::format("is on node '{}' now, not on '{}'", now->node, then.node));
    if (settled(now->state) != settled(then.state) && !was_shut_down(*now))
      add(then, fmt::format("is {} now, not {}", in_words(now->state), in_words(then.state)));
    if (now->persistent != then.persistent)
      add(then, now->persistent ? "is persistent now" : "is transient now: its definition is gone");
    compare_size(*now, then);
  }

  void compare_size(const model::Vm& now, const model::Vm& then) {
    if (model::footprint(now) != model::footprint(then))
      add(then, fmt::format("takes {} now, not {}", to_string(model::footprint(now)),
                            to_string(model::footprint(then))));
    if (now.vcpus != then.vcpus)
      add(then, fmt::format("has {} virtual CPUs now, not {}", now.vcpus, then.vcpus));
  }

  bool is_on_its_way(const model::Vm& vm, const NodeName& start) const {
    const auto leads_here = [&](const model::Move& move) { return move.vm == vm.uuid && move.to == vm.node; };
    return vm.node == start || std::ranges::any_of(kept_.plan.moves, leads_here);
  }

  bool was_shut_down(const model::Vm& vm) const {
    const auto& asked = kept_.plan.shut_downs;
    return vm.state == model::VmState::shut_off &&
           std::ranges::find(asked, vm.uuid, &model::ShutDown::vm) != asked.end();
  }

  void newcomers() {
    for (const auto& vm : now_.vms) {
      if (is_active(vm.state) && nodes_.contains(vm.node) && !vms_.contains(vm.uuid))
        add(vm, fmt::format("is {} on node '{}' now, and was not", in_words(vm.state), vm.node));
    }
  }

  void rules() {
    const auto& then = kept_.basis.rules;
    const auto now = rules_about(now_, vms_, nodes_);
    const auto holds = [](const std::vector<model::Rule>& all, const model::Rule& rule) {
      return std::ranges::find(all, rule) != all.end();
    };
    const auto named = [](const std::vector<model::Rule>& all, const model::Rule& rule) {
      return std::ranges::find(all, rule.name, &model::Rule::name) != all.end();
    };
    for (const auto& rule : then) {
      if (holds(now, rule)) continue;
      changes_.push_back(
          fmt::format("rule '{}': {}", rule.name, named(now, rule) ? "has changed" : "holds no more"));
    }
    for (const auto& rule : now) {
      if (!named(then, rule)) changes_.push_back(fmt::format("rule '{}': is new", rule.name));
    }
  }

  const KeptPlan& kept_;
  const model::Fleet& now_;
  std::set<NodeName> nodes_;
  std::set<VmUuid> vms_;
  std::vector<std::string> changes_;
};

}  // namespace

std::vector<std::string> drift(const KeptPlan& kept, const model::Fleet& now) {
  return Comparison(kept, now).run();
}

}  // namespace haxen::operation
