// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the snapshot: a whole fleet as one JSON document.
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/fleet.hpp"

namespace haxen::inventory {

/// How many migrations the fleet file allows at once; 1 to 1000 each.
struct MoveLimits {
  unsigned per_source = 2;
  unsigned per_target = 2;
  unsigned in_fleet = 8;
  friend bool operator==(const MoveLimits&, const MoveLimits&) = default;
};

struct Snapshot {
  model::Fleet fleet;
  MoveLimits limits;
  friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

/// {"schema": "haxen/snapshot/1", nodes, vms, absent, rules, links, limits}; described by snapshot-1.json
/// beside the man pages. Bytes in names that are no UTF-8 become U+FFFD.
std::string to_json(const Snapshot& snapshot);

/// The snapshot that to_json() wrote, its fleet sorted whatever order it stands in. A document that is
/// damaged is refused with kind usage: no JSON (with line and column), another schema, and with the RFC 6901
/// pointer of the first fault: a field missing, of the wrong type or out of bounds, a node or a VM's copy
/// that stands twice, a VM or link at a node that is not there.
Result<Snapshot> from_json(const std::string& text);

}  // namespace haxen::inventory
