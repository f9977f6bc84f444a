// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how a node's verdict on a VM is found.
#include "planner/verdict.hpp"

#include <fmt/format.h>

#include "planner/eligibility.hpp"

namespace haxen::planner {
namespace {

Bytes at_least_nothing(std::int64_t amount) { return {amount > 0 ? static_cast<std::uint64_t>(amount) : 0}; }

void append(std::vector<model::Blocker>& all, std::vector<model::Blocker> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<model::Blocker> own_blockers(const Table& table, VmIndex vm) {
  const auto& row = table.vms()[vm];
  auto all = hindrances(*row.vm, *table.nodes()[row.node].node);
  if (row.is_double) all.push_back({model::Reason::active_twice, row.vm->uuid, std::nullopt, {}});
  return all;
}

std::vector<const model::Rule*> rules_against(const Placement& now, VmIndex vm, NodeIndex to) {
  std::vector<const model::Rule*> broken;
  for (const auto r : now.rules().of(vm)) {
    const auto& row = now.rules().rows()[r];
    if (row.must && !now.is_kept(r, vm, to)) broken.push_back(row.rule);
  }
  return broken;
}

std::vector<model::Blocker> crowding_against(const Placement& now, VmIndex vm, NodeIndex to) {
  const auto& table = now.table();
  const auto& row = table.vms()[vm];
  const auto& target = *table.nodes()[to].node;
  auto all = collisions(table.fleet(), *row.vm, target.name);
  const auto add = [&](model::Reason reason, std::string detail) {
    all.push_back({reason, row.vm->uuid, target.name, std::move(detail)});
  };
  if (row.memory > now.free(to))
    add(model::Reason::not_enough_memory,
        fmt::format("needs {}, {} left", to_string(model::footprint(*row.vm)),
                    to_string(at_least_nothing(now.free(to)))));
  if (row.vcpus > now.free_vcpus(to))
    add(model::Reason::not_enough_cpus,
        fmt::format("needs {}, {} left", row.vm->vcpus, std::max(0.0, now.free_vcpus(to))));
  if (!now.shelves().fits(vm, to)) add(model::Reason::not_enough_storage, now.shelves().lack(vm, to));
  for (const auto* rule : rules_against(now, vm, to)) {
    if (rule)
      add(model::Reason::rule, rule->name);
    else if (collisions(table.fleet(), *row.vm, target.name).empty())
      add(model::Reason::name_taken, row.vm->name.str());
  }
  return all;
}

std::vector<model::Blocker> reasons_against(const Placement& now, VmIndex vm, NodeIndex to) {
  const auto& nodes = now.table().nodes();
  auto all = obstacles(*now.table().vms()[vm].vm, *nodes[now.node_of(vm)].node, *nodes[to].node,
                       now.table().local_disks());
  if (now.node_of(vm) != to) append(all, crowding_against(now, vm, to));
  return all;
}

}  // namespace haxen::planner
