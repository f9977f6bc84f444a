// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how room and rules follow each move.
#include "planner/placement.hpp"

namespace haxen::planner {
namespace {

/// Up to here it is cheaper to look at every member than to keep a count per place.
constexpr std::size_t few_members = 12;

bool counts_members(const RuleRow& row) {
  return row.kind == model::RuleKind::apart || row.kind == model::RuleKind::at_most;
}

}  // namespace

Placement::Placement(const Table& table, const Rules& rules)
    : table_(&table),
      rules_(&rules),
      shelves_(table),
      seat_(table.vm_count()),
      residents_(table.node_count()),
      loose_at_(table.vm_count(), nowhere),
      tallies_(rules.rows().size()) {
  for (const auto& row : table.nodes()) {
    free_.push_back(row.capacity);
    free_vcpus_.push_back(row.vcpu_capacity);
  }
  for (RuleIndex r = 0; r < rules.rows().size(); ++r) {
    const auto& row = rules.rows()[r];
    if (counts_members(row) && row.members.size() > few_members) tallies_[r].resize(row.places->count);
  }
  for (VmIndex v = 0; v < table.vm_count(); ++v) {
    const auto& row = table.vms()[v];
    at_.push_back(row.node);
    seat_[v] = static_cast<std::uint32_t>(residents_[row.node].size());
    residents_[row.node].push_back(v);
    bound_for_.push_back(row.bound_for);
    book(v, row.node, 1);
    if (row.bound_for != nowhere) book(v, row.bound_for, 1);
  }
}

void Placement::book(VmIndex vm, NodeIndex node, int sign) {
  const auto& row = table_->vms()[vm];
  free_[node] -= sign * row.memory;
  free_vcpus_[node] -= sign * row.vcpus;
  tally(vm, node, sign);
}

void Placement::arrive(VmIndex vm) {
  const auto to = bound_for_[vm];
  book(vm, to, -1);
  bound_for_[vm] = nowhere;
  move(vm, to);
}

void Placement::tally(VmIndex vm, NodeIndex node, int change) {
  // A VM on its way counts once where both of its ends are one place.
  for (const auto r : rules_->of(vm)) {
    if (tallies_[r].empty()) continue;
    const auto& row = rules_->rows()[r];
    const auto place = row.place(node);
    const bool is_second_end = node == bound_for_[vm] && node != at_[vm] && row.place(at_[vm]) == place;
    if (place != nowhere && !is_second_end) tallies_[r][place] += static_cast<std::uint32_t>(change);
  }
}

void Placement::move(VmIndex vm, NodeIndex to) {
  const auto from = at_[vm];
  if (from == to) return;
  book(vm, from, -1);
  book(vm, to, 1);
  shelves_.move(vm, from, to);
  auto& left = residents_[from];
  const auto last = left.back();
  left[seat_[vm]] = last;
  seat_[last] = seat_[vm];
  left.pop_back();
  seat_[vm] = static_cast<std::uint32_t>(residents_[to].size());
  residents_[to].push_back(vm);
  at_[vm] = to;
}

std::uint32_t Placement::count(RuleIndex rule, Place place, VmIndex but) const {
  const auto& row = rules_->rows()[rule];
  const auto is_there = [&](VmIndex member) {
    return row.place(at_[member]) == place ||
           (bound_for_[member] != nowhere && row.place(bound_for_[member]) == place);
  };
  if (!tallies_[rule].empty()) return tallies_[rule][place] - (is_there(but) ? 1 : 0);
  std::uint32_t found = 0;
  for (const auto member : row.members)
    if (member != but && is_there(member)) ++found;
  return found;
}

bool Placement::is_in_harmony(const RuleRow& row, RuleIndex index, VmIndex vm, NodeIndex to) const {
  const auto place = row.place(to);
  switch (row.kind) {
    case model::RuleKind::apart:
    case model::RuleKind::at_most: return place == nowhere || count(index, place, vm) < row.limit;
    case model::RuleKind::together:
      if (row.always && place != row.place(at_[vm])) return false;
      for (const auto member : row.members)
        if (member != vm && !is_loose(member) && row.place(at_[member]) != place) return false;
      return place != nowhere;
    case model::RuleKind::only_on:
    case model::RuleKind::never_on:
    case model::RuleKind::prefer:
    case model::RuleKind::direction: return true;
  }
  return true;
}

bool Placement::is_in_harmony(VmIndex vm, NodeIndex to) const {
  for (const auto r : rules_->of(vm)) {
    const auto& row = rules_->rows()[r];
    if (row.must && !is_in_harmony(row, r, vm, to)) return false;
  }
  return true;
}

bool Placement::is_welcome(VmIndex vm, NodeIndex to) const {
  return table_->is_eligible(vm, at_[vm], to) && rules_->permits(vm, at_[vm], to) && is_in_harmony(vm, to);
}

double Placement::discord(const RuleRow& row, RuleIndex index, VmIndex vm, NodeIndex node) const {
  const auto place = row.place(node);
  switch (row.kind) {
    case model::RuleKind::only_on:
    case model::RuleKind::prefer: return place == 1 ? 0 : row.weight;
    case model::RuleKind::never_on: return place == 1 ? row.weight : 0;
    case model::RuleKind::apart:
    case model::RuleKind::at_most:
      return place != nowhere && count(index, place, vm) >= row.limit ? row.weight : 0;
    case model::RuleKind::together: {
      std::size_t elsewhere = 0;
      for (const auto member : row.members)
        if (member != vm && row.place(at_[member]) != place) ++elsewhere;
      return row.weight * static_cast<double>(elsewhere) / static_cast<double>(row.members.size());
    }
    case model::RuleKind::direction: return row.place(at_[vm]) > place ? row.weight : 0;
  }
  return 0;
}

double Placement::discord(VmIndex vm, NodeIndex node) const {
  if (!rules_->has_wishes()) return 0;
  double sum = 0;
  for (const auto r : rules_->of(vm)) {
    const auto& row = rules_->rows()[r];
    if (!row.must) sum += discord(row, r, vm, node);
  }
  return sum;
}

double Placement::strain(VmIndex vm, NodeIndex node) const {
  double sum = 0;
  for (const auto r : rules_->of(vm)) sum += discord(rules_->rows()[r], r, vm, node);
  return sum;
}

}  // namespace haxen::planner
