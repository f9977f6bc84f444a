// SPDX-License-Identifier: GPL-2.0-or-later
// Knows a fleet as the audit looks things up in it.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/fleet.hpp"
#include "model/plan.hpp"

namespace haxen::planner::auditing {

/// Refers to the fleet, which must outlive it.
class Ground {
 public:
  explicit Ground(const model::Fleet& fleet);

  const model::Fleet& fleet() const { return *fleet_; }
  const model::Node* node(const NodeName& name) const;
  /// The copy that a move would take: the sending end of a migration, or else the only active one; null when
  /// there is none or when it is active twice for another reason.
  const model::Vm* vm(const VmUuid& uuid) const;
  /// Every definition, active or not.
  const std::vector<const model::Vm*>& copies(const VmUuid& uuid) const;
  const std::vector<const model::Vm*>& named(const VmName& name) const;
  /// Where a migration that is under way takes it; null when there is none, or nobody knows.
  const model::Node* bound_for(const model::Vm& vm) const;

 private:
  const model::Fleet* fleet_;
  std::unordered_map<std::string_view, const model::Node*> nodes_;
  std::unordered_map<std::string_view, std::vector<const model::Vm*>> by_uuid_;
  std::unordered_map<std::string_view, std::vector<const model::Vm*>> by_name_;
  std::vector<const model::Vm*> none_;
};

}  // namespace haxen::planner::auditing
