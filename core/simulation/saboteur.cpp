// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the scripted faults of a world.
#include "simulation/saboteur.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "simulation/machine.hpp"

namespace haxen::simulation {

/// One action, carried out; `step` is what set it off.
struct Saboteur::Act {
  Saboteur& self;
  Ground& ground;
  const std::optional<Step>& step;

  Site site(const Place& place) const {
    switch (place.role) {
      case Place::Role::node: return site_of(place.node);
      case Place::Role::source: return step ? site_of(step->from) : Site();
      case Place::Role::target: return step ? site_of(step->to) : Site();
      case Place::Role::operators_host: break;
    }
    return step && !step->asker.empty() ? step->asker : Site("operator");
  }

  Machine* machine(const Place& place) const { return ground.find_machine(NodeName(site(place).str())); }

  std::optional<VmUuid> vm(const std::optional<VmName>& name) const {
    if (!name) return step ? std::optional(step->vm) : std::nullopt;
    for (const auto& [uuid, facts] : ground.vms) {
      if (facts.vm.name == *name) return uuid;
    }
    return std::nullopt;
  }

  // Its process, at the node where it runs or else at any where it is active.
  std::shared_ptr<Qemu> process(const std::optional<VmName>& name) const {
    const auto uuid = vm(name);
    std::shared_ptr<Qemu> any;
    for (const auto& [node, machine] : ground.machines) {
      const auto* domain = uuid ? machine->find(*uuid) : nullptr;
      if (domain == nullptr || !domain->qemu) continue;
      if (domain->qemu->running()) return domain->qemu;
      if (!any || any->stopped_for() == Qemu::Stop::incoming) any = domain->qemu;
    }
    return any;
  }

  void operator()(const RestartDaemon& action) const {
    if (auto* node = machine(action.at)) node->restart_daemon();
  }
  void operator()(const KillQemu& action) const {
    auto* node = machine(action.at);
    const auto uuid = vm(action.vm);
    auto* domain = node != nullptr && uuid ? node->find(*uuid) : nullptr;
    if (domain == nullptr || !domain->qemu) return;
    const auto qemu = domain->qemu;
    qemu->quit("its process was killed");
  }
  void operator()(const CutLink& action) const {
    const auto a = site(action.a);
    const auto b = site(action.b);
    ground.witness.say(fmt::format("the way between {} and {} is cut", a, b));
    ground.network.cut(a, b);
    if (!action.length) return;
    ground.later(*action.length, [&world = ground, a, b] {
      world.witness.say(fmt::format("the way between {} and {} is mended", a, b));
      world.network.mend(a, b);
    });
  }
  void operator()(const KillClient&) const { self.reach_.kill_clients(step ? step->asker : Site()); }
  void operator()(const ExhaustMemory& action) const {
    auto* node = machine(action.at);
    if (node == nullptr) return;
    ground.witness.say(fmt::format("{}: its memory is exhausted", node->name()));
    node->memory_short_until = ground.loop.now() + action.length;
    auto* domain = step ? node->find(step->vm) : nullptr;
    if (domain == nullptr || !domain->qemu || domain->qemu->stopped_for() != Qemu::Stop::incoming) return;
    const auto qemu = domain->qemu;
    qemu->quit("killed for want of memory");
  }
  void operator()(const PowerOffGuest& action) const {
    if (const auto qemu = process(action.vm)) qemu->power_off("the guest powered itself off");
  }
  void operator()(const CutPower& action) const {
    auto* node = machine(action.at);
    if (node == nullptr) return;
    self.reach_.kill_clients(node->site());
    node->cut_power();
    if (action.length) ground.later(*action.length, [node] { node->restore_power(); });
  }
  void operator()(const ForeignMove& action) const {
    if (const auto uuid = vm(action.vm)) self.reach_.move(*uuid, action.to);
  }
  void operator()(const ForeignStop& action) const {
    if (const auto qemu = process(action.vm)) qemu->quit("destroyed by somebody else");
  }
  void operator()(const ForeignPause& action) const {
    if (const auto qemu = process(action.vm)) qemu->stop_cpus(Qemu::Stop::asked, "paused by somebody else");
  }
};

void Saboteur::arm(const std::vector<ScriptedFault>& faults) {
  for (const auto& fault : faults) {
    if (const auto* time = std::get_if<AtTime>(&fault.trigger)) {
      ground_.later(time->since_start, [this, action = fault.action] { perform(action, std::nullopt); });
    } else {
      waiting_.push_back(fault);
    }
  }
}

bool Saboteur::step(const Step& step) {
  const auto due = [&](const ScriptedFault& fault) {
    const auto& when = std::get<AtStep>(fault.trigger);
    return when.moment == step.moment && when.phase == step.phase &&
           (!when.vm || *when.vm == ground_.vms.at(step.vm).vm.name);
  };
  bool any = false;
  for (const auto& fault : std::vector(waiting_)) {
    if (!due(fault)) continue;
    any = true;
    std::erase(waiting_, fault);
    ground_.soon([this, action = fault.action, step] { perform(action, step); });
  }
  return any;
}

void Saboteur::perform(const Action& action, const std::optional<Step>& step) {
  std::visit(Act{*this, ground_, step}, action);
}

}  // namespace haxen::simulation
