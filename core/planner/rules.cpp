// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how rules are numbered and what they say of nodes alone.
#include "planner/rules.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace haxen::planner {
namespace {

std::vector<VmIndex> members(const Table& table, const model::Rule& rule) {
  std::vector<VmIndex> all;
  if (rule.vms.empty()) {
    all.resize(table.vm_count());
    std::iota(all.begin(), all.end(), VmIndex{0});
    return all;
  }
  for (const auto& uuid : rule.vms)
    if (const auto v = table.find(uuid); v != nowhere) all.push_back(v);
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

const std::string* label_of(const NodeRow& row, const std::string& label) {
  const auto found = row.node->labels.find(label);
  return found == row.node->labels.end() ? nullptr : &found->second;
}

std::vector<Place> places_by_group(const Table& table, const model::Rule& rule) {
  std::vector<Place> place(table.node_count(), nowhere);
  std::map<std::string, Place> numbers;
  for (NodeIndex n = 0; n < table.node_count(); ++n) {
    if (rule.label.empty()) {
      place[n] = n;
    } else if (const auto* value = label_of(table.nodes()[n], rule.label)) {
      place[n] = numbers.try_emplace(*value, static_cast<Place>(numbers.size())).first->second;
    }
  }
  return place;
}

/// Where the node's label stands in `values`; `nowhere` when it does not.
Place rank(const NodeRow& row, const model::Rule& rule) {
  const auto* value = label_of(row, rule.label);
  const auto found = value ? std::ranges::find(rule.values, *value) : rule.values.end();
  return found == rule.values.end() ? nowhere : static_cast<Place>(found - rule.values.begin());
}

std::vector<Place> places_by_name(const Table& table, const model::Rule& rule) {
  std::vector<Place> place(table.node_count(), 0);
  for (const auto& name : rule.nodes)
    if (const auto n = table.find(name); n != nowhere) place[n] = 1;
  for (NodeIndex n = 0; n < table.node_count() && !rule.label.empty(); ++n) {
    const auto& row = table.nodes()[n];
    const bool is_meant =
        rule.values.empty() ? label_of(row, rule.label) != nullptr : rank(row, rule) != nowhere;
    if (is_meant) place[n] = 1;
  }
  return place;
}

std::vector<Place> ranks(const Table& table, const model::Rule& rule) {
  std::vector<Place> all;
  for (const auto& row : table.nodes()) all.push_back(rank(row, rule));
  return all;
}

std::vector<Place> place_nodes(const Table& table, const model::Rule& rule) {
  switch (rule.kind) {
    case model::RuleKind::apart:
    case model::RuleKind::together:
    case model::RuleKind::at_most: return places_by_group(table, rule);
    case model::RuleKind::only_on:
    case model::RuleKind::never_on:
    case model::RuleKind::prefer: return places_by_name(table, rule);
    case model::RuleKind::direction: return ranks(table, rule);
  }
  return {};
}

/// The same for rules that see the nodes alike.
std::string view_of_nodes(const model::Rule& rule) {
  switch (rule.kind) {
    case model::RuleKind::apart:
    case model::RuleKind::together:
    case model::RuleKind::at_most: return "group " + rule.label;
    case model::RuleKind::only_on:
    case model::RuleKind::never_on:
    case model::RuleKind::prefer:
    case model::RuleKind::direction: break;
  }
  std::string view = rule.kind == model::RuleKind::direction ? "rank " : "name ";
  view += rule.label;
  for (const auto& value : rule.values) view += '\n' + value;
  for (const auto& name : rule.nodes) view += '\0' + name.str();
  return view;
}

bool needs_company(model::RuleKind kind) {
  return kind == model::RuleKind::apart || kind == model::RuleKind::together;
}

std::uint32_t place_count(const std::vector<Place>& place) {
  std::uint32_t count = 0;
  for (const auto p : place)
    if (p != nowhere) count = std::max(count, p + 1);
  return count;
}

}  // namespace

Rules::Rules(const Table& table, Horizon horizon) {
  for (const auto& rule : table.fleet().rules) add(table, rule, horizon);
  add_namesakes(table);
  weigh();
  index_members(table.vm_count());
}

void Rules::add(const Table& table, const model::Rule& rule, Horizon horizon) {
  RuleRow row;
  row.rule = &rule;
  row.kind = rule.kind;
  row.must = rule.must && rule.kind != model::RuleKind::prefer;
  row.always = horizon == Horizon::every_step && rule.time == model::RuleTime::at_every_step;
  row.limit = rule.kind == model::RuleKind::apart ? 1 : rule.limit;
  row.members = members(table, rule);
  if (row.members.empty() || (needs_company(rule.kind) && row.members.size() == 1)) return;
  row.places = places(table, rule);
  rows_.push_back(std::move(row));
}

void Rules::add_namesakes(const Table& table) {
  for (const auto& group : table.namesakes()) {
    RuleRow row;
    row.kind = model::RuleKind::apart;
    row.always = true;
    row.limit = 1;
    row.members = group;
    row.places = places(table, model::Rule{});
    rows_.push_back(std::move(row));
  }
}

const Places* Rules::places(const Table& table, const model::Rule& rule) {
  const auto [entry, is_new] = places_.try_emplace(view_of_nodes(rule));
  if (is_new) {
    entry->second.of = place_nodes(table, rule);
    entry->second.count = place_count(entry->second.of);
  }
  return &entry->second;
}

// One broken rule of a priority outweighs every member of every rule below it, and one that must hold all of
// them.
void Rules::weigh() {
  std::map<int, double> breaches;
  for (const auto& row : rows_)
    if (!row.must) breaches[row.rule->priority] += static_cast<double>(row.members.size());
  has_wishes_ = !breaches.empty();
  std::map<int, double> weight;
  double next = 1;
  for (const auto& [priority, count] : breaches) {
    weight[priority] = next;
    next *= count + 1;
  }
  for (auto& row : rows_) row.weight = row.must ? next : weight[row.rule->priority];
}

void Rules::index_members(VmIndex count) {
  begin_.assign(count + std::size_t{1}, 0);
  for (const auto& row : rows_)
    for (const auto v : row.members) ++begin_[v + 1];
  std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
  members_.resize(begin_.back());
  auto next = begin_;
  for (RuleIndex r = 0; r < rows_.size(); ++r)
    for (const auto v : rows_[r].members) members_[next[v]++] = r;
}

bool Rules::permits(const RuleRow& row, NodeIndex from, NodeIndex to) {
  switch (row.kind) {
    case model::RuleKind::only_on: return row.place(to) == 1;
    case model::RuleKind::never_on: return row.place(to) != 1;
    case model::RuleKind::direction:
      return row.place(from) != nowhere && row.place(to) != nowhere && row.place(to) >= row.place(from);
    case model::RuleKind::apart:
    case model::RuleKind::together:
    case model::RuleKind::at_most:
    case model::RuleKind::prefer: return true;
  }
  return true;
}

bool Rules::permits(VmIndex vm, NodeIndex from, NodeIndex to) const {
  return std::ranges::all_of(of(vm),
                             [&](RuleIndex r) { return !rows_[r].must || permits(rows_[r], from, to); });
}

}  // namespace haxen::planner
