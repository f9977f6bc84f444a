// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what the fleet file adds to a node's own answer.
#include "inventory/assemble.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <tuple>

#include "config/policy.hpp"
#include "config/rules.hpp"

namespace haxen::inventory {

namespace {

model::Node named_node(const config::NodeEntry& entry, const Answer& answer,
                       const config::Defaults& defaults) {
  auto node = answer.seen->node;
  node.name = entry.name;
  node.memory_capacity = capacity(node.memory_total, entry, defaults.overcommit);
  if (defaults.vcpu_overcommit) node.vcpu_limit = node.cpus * *defaults.vcpu_overcommit;
  node.link = entry.link;
  node.labels = entry.labels;
  node.cpu_fit = answer.cpu_fit;
  node.images = answer.images;
  return node;
}

/// `node` makes the node of its name and answer.
template <class Node>
model::Fleet add_up(const std::map<NodeName, Answer>& answers, Node node) {
  model::Fleet fleet;
  for (const auto& [name, answer] : answers) {
    if (!answer.seen) {
      fleet.absent.push_back({name, answer.seen.error()});
      continue;
    }
    fleet.nodes.push_back(node(name, answer));
    for (auto vm : answer.seen->vms) {
      vm.node = name;
      fleet.vms.push_back(std::move(vm));
    }
  }
  return fleet;
}

/// Of several copies of a VM, the active one speaks.
model::Statements statements_of(const model::Fleet& fleet, const std::map<NodeName, Answer>& answers) {
  model::Statements all;
  const auto vms = speakers(fleet);
  for (const auto& [name, answer] : answers) {
    if (!answer.seen) continue;
    for (const auto& [uuid, statement] : answer.seen->statements) {
      const auto vm = vms.find(uuid);
      if (vm != vms.end() && vm->second->node == name) all.emplace(uuid, statement);
    }
  }
  return all;
}

/// Of the lost nodes those that do not answer.
std::vector<model::LedgerNode> silent_ones(const std::map<NodeName, Answer>& told,
                                           const std::vector<model::LedgerNode>& lost) {
  std::vector<model::LedgerNode> silent;
  for (const auto& each : lost) {
    const auto answer = told.find(each.node.name);
    if (answer != told.end() && !answer->second.seen) silent.push_back(each);
  }
  return silent;
}

/// With what is kept of the silent ones in place of their answers.
std::map<NodeName, Answer> spoken_for(std::map<NodeName, Answer> answers,
                                      const std::vector<model::LedgerNode>& silent) {
  for (const auto& kept : silent) {
    virt::Observation seen{kept.node, {}, {}, {}};
    for (const auto& each : kept.vms) {
      seen.vms.push_back(each.vm);
      if (each.statement != model::Statement{}) seen.statements.emplace(each.vm.uuid, each.statement);
    }
    answers.at(kept.node.name).seen = std::move(seen);
  }
  return answers;
}

/// A copy that a migration still receives, or has left paused, may end with the node that sent it; one that
/// is torn will never run again.
bool runs_in(const model::Fleet& fleet, const VmUuid& uuid) {
  return std::ranges::any_of(fleet.vms, [&](const model::Vm& vm) {
    return vm.uuid == uuid && model::is_running(vm.state) && !is_receiving(vm) && !vm.torn;
  });
}

/// Guests that went on at a lost node before all of their memory had followed: what runs nowhere any more is
/// kept as that of the node that they came from.
std::vector<model::LedgerVm> went_under(const model::Fleet& fleet, const model::LedgerNode& lost) {
  std::vector<model::LedgerVm> all;
  for (const auto& vm : fleet.vms) {
    const bool went_there = vm.torn && vm.persistent && vm.pending && vm.pending->from == vm.node &&
                            vm.pending->to == lost.node.name;
    if (!went_there ||
        std::ranges::find(lost.vms, vm.uuid, [](const auto& each) { return each.vm.uuid; }) != lost.vms.end())
      continue;
    model::LedgerVm entry;
    entry.vm = vm;
    entry.vm.node = lost.node.name;
    all.push_back(std::move(entry));
  }
  return all;
}

/// Takes what was only spoken for out of the fleet again.
model::Fleet set_apart(model::Fleet fleet, const std::map<NodeName, Answer>& told,
                       const std::vector<model::LedgerNode>& silent) {
  for (auto lost : silent) {
    const auto& name = lost.node.name;
    const auto node = std::ranges::find(fleet.nodes, name, &model::Node::name);
    lost.node = std::move(*node);
    fleet.nodes.erase(node);
    std::map<VmUuid, model::Vm> vms;
    std::erase_if(fleet.vms, [&](model::Vm& vm) {
      const bool is_lost = vm.node == name;
      if (is_lost) vms.emplace(vm.uuid, vm);
      return is_lost;
    });
    for (auto& each : lost.vms) each.vm = vms.at(each.vm.uuid);
    fleet.absent.push_back({name, told.at(name).seen.error()});
    fleet.lost.push_back(std::move(lost));
  }
  for (auto& lost : fleet.lost) {
    auto more = went_under(fleet, lost);
    std::ranges::move(more, std::back_inserter(lost.vms));
    std::ranges::sort(lost.vms, {}, [](const auto& each) { return std::tie(each.vm.name, each.vm.uuid); });
    std::erase_if(lost.vms, [&](const model::LedgerVm& each) { return runs_in(fleet, each.vm.uuid); });
  }
  return model::sorted(std::move(fleet));
}

}  // namespace

Bytes capacity(Bytes physical, const config::NodeEntry& entry, double overcommit) {
  const auto usable = std::min(physical, entry.memory.value_or(physical));
  const auto promised = std::floor(static_cast<double>(usable.count) * overcommit);
  return less(Bytes{static_cast<std::uint64_t>(promised)}, entry.reserve);
}

Joined assemble(const config::Config& config, const std::map<NodeName, Answer>& told,
                const std::vector<model::LedgerNode>& lost) {
  const auto silent = silent_ones(told, lost);
  const auto answers = spoken_for(told, silent);
  const auto named = [&](const NodeName& name, const Answer& answer) {
    const auto* entry = config::find_node(config, name);
    assert(entry);
    return named_node(*entry, answer, config.defaults);
  };
  auto fleet = model::sorted(add_up(answers, named));
  const auto statements = statements_of(fleet, answers);
  fleet = config::apply_policy(config, std::move(fleet), statements);
  auto joined = join_statements(config::apply_rules(config, std::move(fleet), statements), statements);
  const auto contradictions = contradictions_in_words(joined.fleet);
  joined.warnings.insert(joined.warnings.end(), contradictions.begin(), contradictions.end());
  joined.fleet = set_apart(std::move(joined.fleet), told, silent);
  return joined;
}

Joined assemble(const model::Fleet& known, const std::map<NodeName, Answer>& told,
                const std::vector<model::LedgerNode>& lost) {
  const auto silent = silent_ones(told, lost);
  auto fleet = add_up(spoken_for(told, silent),
                      [](const NodeName&, const Answer& answer) { return answer.seen->node; });
  fleet.rules = known.rules;
  fleet.absent.insert(fleet.absent.end(), known.absent.begin(), known.absent.end());
  return {set_apart(model::sorted(std::move(fleet)), told, silent), {}};
}

}  // namespace haxen::inventory
