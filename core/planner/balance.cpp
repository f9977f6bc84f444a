// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the formula of the balance.
#include "planner/balance.hpp"

#include <algorithm>

namespace haxen::planner {
namespace {

constexpr Amounts resource_weights = {1.0, 0.25, 1.0};
constexpr double usual_overcommit = 4;

Amounts capacities(const NodeRow& row) {
  const double cpus = row.node->cpus;
  return {static_cast<double>(std::max<std::int64_t>(row.capacity, 0)),
          row.node->vcpu_limit.value_or(cpus * usual_overcommit), cpus};
}

bool knows_busy_cpus(const Table& table) {
  return std::ranges::all_of(table.vms(), [](const VmRow& row) { return row.vm->cpu_used.has_value(); });
}

}  // namespace

Balance::Balance(const Table& table) : terms_(table.node_count()) {
  Amounts held{};
  Amounts total{};
  const bool by_load = knows_busy_cpus(table);
  for (const auto& row : table.vms()) {
    amounts_.push_back({static_cast<double>(row.memory), row.vcpus, by_load ? *row.vm->cpu_used : 0});
    held = held + amounts_.back();
  }
  for (const auto& row : table.nodes()) total = total + capacities(row);
  for (std::size_t r = 0; r < resource_count; ++r) {
    mean_[r] = total[r] > 0 ? held[r] / total[r] : 0;
    for (NodeIndex n = 0; n < table.node_count(); ++n) {
      const double capacity = capacities(table.nodes()[n])[r];
      if (capacity > 0) terms_[n][r] = {resource_weights[r] * capacity / total[r], 1 / capacity};
    }
  }
}

}  // namespace haxen::planner
