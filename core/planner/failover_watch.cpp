// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which losses a step concerns.
#include "planner/failover_watch.hpp"

#include <algorithm>

namespace haxen::planner {
namespace {

/// Whether it can be broken by where another VM goes.
bool binds_several(const RuleRow& row) {
  switch (row.kind) {
    case model::RuleKind::apart:
    case model::RuleKind::together:
    case model::RuleKind::at_most: return row.must;
    case model::RuleKind::only_on:
    case model::RuleKind::never_on:
    case model::RuleKind::prefer:
    case model::RuleKind::direction: return false;
  }
  return true;
}

void add(Bearing& bearing, const Restart& restart) {
  bearing.missing.push_back(restart.missing);
  bearing.is_borne.push_back(restart.stranded.empty());
  bearing.shortfall += restart.missing;
  bearing.stranded += restart.stranded.size();
}

}  // namespace

bool Bearing::is_as_good_as(const Bearing& other) const {
  if (shortfall > other.shortfall) return false;
  for (std::size_t n = 0; n < is_borne.size(); ++n)
    if (other.is_borne[n] && !is_borne[n]) return false;
  return true;
}

Bearing bearing(Failover& failover, const Placement& now) {
  Bearing result;
  failover.follow(now);
  for (NodeIndex n = 0; n < now.table().node_count(); ++n) add(result, failover.restart(n));
  return result;
}

FailoverWatch::FailoverWatch(const Table& table, const Spread& spread, std::vector<bool> mistrusted)
    : table_(&table),
      spread_(&spread),
      mistrusted_(std::move(mistrusted)),
      failover_(table),
      uses_(table.node_count()),
      is_concerned_(table.node_count()) {
  failover_.follow(spread.now());
  for (VmIndex v = 0; v < table.vm_count(); ++v) at_.push_back(spread.now().node_of(v));
  for (NodeIndex n = 0; n < table.node_count(); ++n) {
    stamps_.push_back(spread.stamp(n));
    restarts_.push_back(failover_.restart(n));
    add(least_, restarts_.back());
    add_uses(n);
  }
  shortfall_ = least_.shortfall;
}

bool FailoverWatch::gains() {
  if (!look(Aim::gain)) return false;
  least_ = {};
  for (const auto& restart : restarts_) add(least_, restart);
  return true;
}

bool FailoverWatch::look(Aim aim) {
  follow();
  name_concerned(aim);
  found_.clear();
  auto shortfall = shortfall_;
  for (const auto n : concerned_) {
    auto restart = failover_.restart(n);
    if (least_.is_borne[n] && !restart.stranded.empty()) return false;
    shortfall += restart.missing - restarts_[n].missing;
    found_.push_back({n, std::move(restart)});
  }
  if (shortfall > least_.shortfall || (aim == Aim::gain && shortfall == least_.shortfall)) return false;
  shortfall_ = shortfall;
  accept();
  return true;
}

/// To where the VMs are now. Who was moved is told against what was last found good, whatever was tried
/// since.
void FailoverWatch::follow() {
  stamped_.clear();
  moved_.clear();
  for (const auto n : concerned_) is_concerned_[n] = false;
  concerned_.clear();
  for (NodeIndex n = 0; n < table_->node_count(); ++n)
    if (spread_->stamp(n) != stamps_[n]) stamped_.push_back(n);
  for (const auto n : stamped_) {
    for (const auto v : spread_->now().residents(n)) {
      if (failover_.now().node_of(v) != n) failover_.move(v, n);
      if (at_[v] != n) moved_.push_back(v);
    }
  }
}

void FailoverWatch::concern(NodeIndex lost) {
  if (is_concerned_[lost]) return;
  is_concerned_[lost] = true;
  concerned_.push_back(lost);
}

void FailoverWatch::name_concerned(Aim aim) {
  const auto& now = failover_.now();
  for (const auto v : moved_) {
    concern(at_[v]);
    concern(now.node_of(v));
  }
  // What was tried and undone has left these as they were.
  for (const auto n : stamped_)
    if (!is_concerned_[n]) stamps_[n] = spread_->stamp(n);
  const auto changed = concerned_;
  for (const auto n : changed)
    for (const auto& use : uses_[n])
      if (use.memory > now.free(n) || use.vcpus > now.free_vcpus(n)) concern(use.lost);
  for (const auto v : moved_)
    for (const auto r : now.rules().of(v))
      if (const auto& row = now.rules().rows()[r]; binds_several(row))
        for (const auto member : row.members) concern(now.node_of(member));
  for (NodeIndex n = 0; n < table_->node_count(); ++n)
    if (mistrusted_[n] || (aim == Aim::gain && restarts_[n].missing > 0)) concern(n);
}

void FailoverWatch::accept() {
  for (const auto v : moved_) at_[v] = failover_.now().node_of(v);
  for (const auto n : stamped_) stamps_[n] = spread_->stamp(n);
  for (auto& [lost, restart] : found_) replace(lost, std::move(restart));
}

void FailoverWatch::replace(NodeIndex lost, Restart restart) {
  drop_uses(lost);
  restarts_[lost] = std::move(restart);
  add_uses(lost);
}

void FailoverWatch::add_uses(NodeIndex lost) {
  for (const auto& [vm, at] : restarts_[lost].places) {
    const auto& row = table_->vms()[vm];
    auto& uses = uses_[at];
    if (uses.empty() || uses.back().lost != lost) uses.push_back({lost, 0, 0});
    uses.back().memory += row.memory;
    uses.back().vcpus += row.vcpus;
  }
}

void FailoverWatch::drop_uses(NodeIndex lost) {
  for (const auto& [vm, at] : restarts_[lost].places)
    std::erase_if(uses_[at], [&](const Use& use) { return use.lost == lost; });
}

}  // namespace haxen::planner
