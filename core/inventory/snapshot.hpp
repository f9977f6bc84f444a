// SPDX-License-Identifier: GPL-2.0-or-later
// Knows the snapshot: a whole fleet as one JSON document.
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/fleet.hpp"

namespace haxen::inventory {

/// {"schema": "haxen/snapshot/1", nodes, vms, absent, rules, links}; described by snapshot-1.json beside the
/// man pages. Bytes in names that are no UTF-8 become U+FFFD.
std::string to_json(const model::Fleet& fleet);

/// The fleet that to_json() wrote, sorted whatever order it stands in. A document that is damaged is refused
/// with kind usage: no JSON (with line and column), another schema, and with the RFC 6901 pointer of the
/// first fault: a field missing, of the wrong type or out of bounds, a node or a VM's copy that stands twice,
/// a VM or link at a node that is not there.
Result<model::Fleet> from_json(const std::string& text);

}  // namespace haxen::inventory
