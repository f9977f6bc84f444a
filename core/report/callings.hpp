// SPDX-License-Identifier: GPL-2.0-or-later
// Knows what to call each VM of a fleet so that it cannot be mistaken.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "model/event.hpp"
#include "model/fleet.hpp"

namespace haxen::report {

/// An index of a fleet's VMs, which must outlive it.
class Callings {
 public:
  /// `newcomer`: a VM that is in no fleet yet.
  explicit Callings(const model::Fleet& fleet, const std::optional<model::NamedVm>& newcomer = {});

  /// Its active copy, or else any; null for a VM that is not in the fleet.
  const model::Vm* vm(const VmUuid& uuid) const;
  /// "web1"; "web1@node2" where another VM has the same name; the UUID where the VM is not known.
  std::string call(const VmUuid& uuid) const;
  /// "web1", also where another VM has the same name; the UUID where the VM is not known.
  std::string name(const VmUuid& uuid) const;

 private:
  std::unordered_map<VmUuid, const model::Vm*> by_uuid_;
  std::unordered_map<VmName, std::size_t> namesakes_;
  std::optional<model::NamedVm> newcomer_;
};

}  // namespace haxen::report
