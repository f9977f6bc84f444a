// SPDX-License-Identifier: GPL-2.0-or-later
// Knows which rules that must hold can never hold together.
#pragma once

#include <string>
#include <vector>

#include "model/fleet.hpp"

namespace haxen::model {

enum class ContradictionKind {
  opposed,   ///< one rule keeps apart what another keeps together
  nowhere,   ///< rules about nodes leave a VM, or VMs that belong together, no node
  too_many,  ///< more active VMs than the places that may hold them take
};

struct Contradiction {
  ContradictionKind kind{};
  std::vector<std::string> rules;  ///< their names, as they stand in the fleet
  std::vector<VmUuid> vms;         ///< for which they cannot hold
  std::string why;                 ///< "no node is left for it"
  friend bool operator==(const Contradiction&, const Contradiction&) = default;
};

/// All that is found among the fleet's rules that must hold, looking at labels, names and numbers alone:
/// whoever finds none here may still find no placement. Nodes that did not answer count as if they were not
/// there.
std::vector<Contradiction> contradictions(const Fleet& fleet);

}  // namespace haxen::model
